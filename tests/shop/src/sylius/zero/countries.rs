//! The list of countries: ids and codes, disabled ones too. No list tells their provinces.

use serde_json::json;

use crate::sylius::Release;
use crate::sylius::pages::Asked;
use crate::sylius::routes::{Answered, Call};

impl Call<'_> {
    pub(crate) fn list_countries(&mut self) -> Answered {
        let base = format!("{}/countries/", self.dialect().base());
        // Translated up to 0.15.
        let is_translated = self.release < Release::V0_16;
        let rows = self.book.desk.world.countries.iter().map(|country| {
            let mut row = json!({
                "id": country.id, "iso_name": country.code,
                "_links": { "self": { "href": format!("{base}{}", country.id) } }
            });
            if let (true, Some(row)) = (is_translated, row.as_object_mut()) {
                let name = json!({ "locale": "en_US", "id": country.id, "name": country.code });
                row.insert("translations".into(), json!({ "en_US": name }));
                row.insert("current_locale".into(), json!("en"));
                row.insert("fallback_locale".into(), json!("en_US"));
            }
            row
        });
        let all = rows.collect();
        self.ok(&Asked::of(&self.request.path).page_as_asked(&base, all)?)
    }
}
