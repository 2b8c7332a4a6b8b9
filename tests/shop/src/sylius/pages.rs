//! Lists in pages.

use super::refusal::Refusal;
use serde_json::{Value, json};

/// What a page was asked for with: the query, decoded.
pub(crate) struct Asked {
    pub(crate) query: Vec<(String, String)>,
}

impl Asked {
    pub(crate) fn of(path: &str) -> Self {
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (super::body::decode(name), super::body::decode(value))
        };
        Self {
            query: query
                .split('&')
                .filter(|pair| !pair.is_empty())
                .map(pair)
                .collect(),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.query.iter().filter(|(key, _)| key == name);
        found.next().map(|(_, value)| value.as_str())
    }

    /// A page number or length.
    ///
    /// # Errors
    /// It is not above zero, or no number.
    fn count(&self, name: &str, default: usize) -> Result<usize, Refusal> {
        match self.get(name) {
            None => Ok(default),
            Some(text) => match text.parse() {
                Ok(count) if count > 0 => Ok(count),
                _ => Err(Refusal::Status(404)),
            },
        }
    }

    /// One page of these, as up to 0.16: beyond the last one an empty one, and nonsense breaks the server.
    ///
    /// # Errors
    /// The page or its length make no sense.
    pub(crate) fn page_as_asked(&self, base: &str, all: Vec<Value>) -> Result<Value, Refusal> {
        let broken = |_| Refusal::Status(500);
        let (limit, page) = (
            self.count("limit", 10).map_err(broken)?,
            self.count("page", 1).map_err(broken)?,
        );
        Ok(self.shown(base, all, page, limit))
    }

    /// One page of these; beyond the last one the last one again.
    ///
    /// # Errors
    /// The page or its length make no sense.
    pub(crate) fn page(&self, base: &str, all: Vec<Value>) -> Result<Value, Refusal> {
        let limit = self.count("limit", 10)?;
        let pages = all.len().div_ceil(limit).max(1);
        let page = self.count("page", 1)?.min(pages);
        Ok(self.shown(base, all, page, limit))
    }

    fn shown(&self, base: &str, all: Vec<Value>, page: usize, limit: usize) -> Value {
        let pages = all.len().div_ceil(limit).max(1);
        let total = all.len();
        let more: String = self
            .query
            .iter()
            .filter(|(name, _)| name != "page" && name != "limit" && name != "access_token")
            .map(|(name, value)| format!("{}={value}&", name.replace('[', "%5B").replace(']', "%5D")))
            .collect();
        let link = |page: usize| json!({ "href": format!("{base}?{more}page={page}&limit={limit}") });
        let mut links = json!({ "self": link(page), "first": link(1), "last": link(pages) });
        if let Some(links) = links.as_object_mut() {
            if page < pages {
                links.insert("next".into(), link(page + 1));
            }
            if page > 1 {
                links.insert("previous".into(), link(page - 1));
            }
        }
        let items: Vec<Value> = all.into_iter().skip((page - 1) * limit).take(limit).collect();
        json!({
            "page": page, "limit": limit, "pages": pages, "total": total,
            "_links": links, "_embedded": { "items": items }
        })
    }
}
