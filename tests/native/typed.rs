//! A card as somebody types it. Its digits are the host's to keep, and to write into the one request that carries them.

use cashwrap::checkout;
use cashwrap::http::Request;
use cashwrap::json::fill;

pub struct Card {
    pub number: String,
    pub month: String,
    pub year: String,
    pub code: String,
    pub name: String,
}

impl Card {
    pub fn of(number: &str) -> Card {
        let part = |text: &str| text.to_owned();
        Card {
            number: part(number),
            month: part("12"),
            year: part("2030"),
            code: part("123"),
            name: part("Jane Doe"),
        }
    }

    fn fields(&self) -> [&[u8]; 5] {
        [&self.number, &self.month, &self.year, &self.code, &self.name].map(|field| field.as_bytes())
    }
}

/// The cards a page was given.
#[derive(Default)]
pub struct Cards(Vec<Card>);

impl Cards {
    /// Keeps a card, and gives what the session knows of it.
    pub fn keep(&mut self, card: Card) -> checkout::Card {
        let is_whole = card.fields().iter().all(|field| !field.is_empty());
        self.0.push(card);
        let count = self.0.len().try_into().unwrap();
        checkout::Card { count, is_whole }
    }

    /// The body as it travels.
    pub fn body_of(&self, request: &Request) -> Option<Vec<u8>> {
        let body = request.body.as_ref()?;
        let Some(card) = request.card else {
            return Some(body.to_vec());
        };
        let mut filled = vec![0; 4_096];
        let fields = self.0[card.count as usize - 1].fields();
        let length = fill(body, &fields, &mut filled).unwrap();
        filled.truncate(length);
        Some(filled)
    }
}
