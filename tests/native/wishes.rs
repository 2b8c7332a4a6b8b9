//! What a shopper wishes in most tests.

pub const ADDRESS: &str = r#"{"name":"Jane Doe","address1":"1 Main St","city":"New York","region":"NY","postalCode":"10001","country":"US","phone":"555-0100"}"#;

/// Edits that fill a whole checkout, but for the payment.
pub fn everything(rate: &str) -> String {
    format!(
        r#"{{"lines":[{{"variant":"2","quantity":2}},{{"variant":"3","quantity":1}},{{"variant":"1","quantity":1}}],
        "email":"jane@example.com","shipping":{ADDRESS},"billing":"same","rate":{rate}}}"#
    )
}

/// A payment the gateway accepts.
pub const PAYMENT: &str =
    r#"{"payment":{"method":"1","token":"BGS-12345","name":"Jane Doe","month":"12","year":"2030"}}"#;
