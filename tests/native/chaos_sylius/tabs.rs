//! Two tabs of one shopper before a Sylius: what one agrees to is what it is sold, by its own payment.

use super::{ROOM_0, ROOM_1, Room, charged_once, placed};
use crate::host::Host;
use crate::network::Chaos;
use crate::{sylius_0, sylius_1};

/// Two tabs of one shopper on one storage, each with a payment of its own, on a bad network.
fn two_tabs(room: &Room, release: &str, seed: u64) -> usize {
    let mut tabs = [(); 2].map(|()| (room.visitor)(release, seed.is_multiple_of(2)));
    let mut chaos = Chaos::new(seed ^ 0x5eed, 15);
    let mut log = vec![format!("{release}, seed {seed}")];
    let mut said = 0;
    let (email, address) = (room.emails[0], room.addresses[0]);
    let details = format!(r#"{{"email":"{email}","shipping":{address},"billing":"same","rate":"cheapest"}}"#);
    for _ in 0..14 {
        let at = usize::try_from(chaos.below(2)).unwrap();
        let what = chaos.below(7);
        let tab = &mut tabs[at];
        tab.chaos = Some(chaos);
        log.push(format!("tab {at} does {what}"));
        match what {
            0..=2 => {
                let turn = tab.chaos.as_mut().unwrap().below(3);
                let variant = room.variants[usize::try_from(turn).unwrap()];
                tab.edit(&format!(
                    r#"{{"lines":[{{"variant":"{variant}","quantity":2}}]}}"#
                ));
            }
            3 => drop(tab.edit(&details)),
            4 if is_rare(tab) => drop(tab.edit(r#"{"empty":true}"#)),
            _ => {
                tab.edit(&details);
                let method = room.payments[at];
                tab.edit(&format!(r#"{{"payment":{{"method":"{method}"}}}}"#));
                let before = placed(tab);
                let seen = tab.session.order().map(|order| order.totals.total);
                let status = tab.submit().get("status").as_text().unwrap().to_owned();
                tab.run();
                log.push(format!("tab {at} submits: {status}"));
                let order = tab.session.order();
                let receipt = order.map(|order| order.receipt.to_string()).unwrap_or_default();
                if let (Some(order), false) =
                    (order.filter(|_| status == "placed"), before.contains(&receipt))
                {
                    said += 1;
                    let about = format!("{log:#?} {:#?}", tab.trace);
                    assert_eq!(Some(order.totals.total), seen, "{about}");
                    let paid: Vec<_> = order.live_payments().map(|p| p.method.to_string()).collect();
                    if order.totals.total.is_positive() {
                        assert_eq!(paid, [method], "sold by another payment: {about}");
                    }
                }
            }
        }
        chaos = tab.chaos.take().unwrap();
        // One shop, one storage, one time.
        let (shop, storage, now_ms) = (tab.shop.clone(), tab.storage.clone(), tab.now_ms);
        let other = &mut tabs[1 - at];
        (other.shop, other.storage, other.now_ms) = (shop, storage, now_ms);
    }
    let about = format!("{log:#?} {:#?} {:#?}", tabs[0].trace, tabs[1].trace);
    let sold: Vec<_> = tabs[0]
        .shop
        .orders()
        .into_iter()
        .filter(|o| o.completed)
        .collect();
    assert!(said <= sold.len(), "said placed: {about}");
    for order in &sold {
        charged_once(order, &about);
        assert!(!order.lines.is_empty(), "an empty order: {about}");
    }
    said
}

fn is_rare(tab: &mut Host) -> bool {
    tab.chaos.as_mut().unwrap().below(3) == 0
}

#[test]
fn two_tabs_before_a_sylius_buy_once() {
    let asked = std::env::var("SEQUENCES").ok().and_then(|text| text.parse().ok());
    let all = |room: &Room, releases: &[&str]| {
        for release in releases {
            let seeds = 0..asked.unwrap_or(80);
            let sold: usize = seeds.map(|seed| two_tabs(room, release, seed)).sum();
            assert!(
                sold > 25,
                "{release}: too little was sold to prove anything: {sold}"
            );
        }
    };
    all(&ROOM_0, &sylius_0::proxy::RELEASES);
    all(&ROOM_1, &sylius_1::RELEASES);
}
