//! Which Sylius answers.

/// A Sylius with an API of version 1, ordered by age. Each stands for the releases that answer alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Release {
    /// 0.13.0.
    V0_13,
    /// 0.14.0. From the notes; no recording here.
    V0_14,
    /// 0.15.0.
    V0_15,
    /// 0.16.0.
    V0_16,
    /// The checkout of one URL as it was documented in January 2017. No release ever served it.
    Documented,
    /// 1.6.9.
    V1_6,
    /// 1.7.11.
    V1_7,
    /// 1.9.2. From the notes; no recording here.
    V1_9,
}

impl Release {
    /// Every profile, oldest first.
    pub const ALL: [Self; 8] = [
        Self::V0_13,
        Self::V0_14,
        Self::V0_15,
        Self::V0_16,
        Self::Documented,
        Self::V1_6,
        Self::V1_7,
        Self::V1_9,
    ];

    /// The profile that stands for a release such as `1.7.11` or `0.16`: its own, or the nearest of its generation.
    /// `None` from 2.0 on, where this API has gone.
    #[must_use]
    pub fn of(release: &str) -> Option<Self> {
        if release == "documented" {
            return Some(Self::Documented);
        }
        let mut numbers = release.trim_start_matches('v').split('.').map(str::parse::<u32>);
        let major = numbers.next()?.ok()?;
        match (major, numbers.next()?.ok()?) {
            (0, 0..=13) => Some(Self::V0_13),
            (0, 14) => Some(Self::V0_14),
            (0, 15) => Some(Self::V0_15),
            (0, _) => Some(Self::V0_16),
            (1, 0..=6) => Some(Self::V1_6),
            (1, 7 | 8) => Some(Self::V1_7),
            (1, _) => Some(Self::V1_9),
            _ => None,
        }
    }

    /// The release, as [`of`](Self::of) reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::V0_13 => "0.13",
            Self::V0_14 => "0.14",
            Self::V0_15 => "0.15",
            Self::V0_16 => "0.16",
            Self::Documented => "documented",
            Self::V1_6 => "1.6",
            Self::V1_7 => "1.7",
            Self::V1_9 => "1.9",
        }
    }

    /// The checkout has one endpoint a step.
    #[must_use]
    pub fn is_split(self) -> bool {
        self >= Self::V1_6
    }
}

#[cfg(test)]
mod tests {
    use super::Release;

    #[test]
    fn names_are_read_back() {
        for release in Release::ALL {
            assert_eq!(Release::of(release.name()), Some(release));
        }
        assert_eq!(Release::of("1.7.11"), Some(Release::V1_7));
        assert_eq!(Release::of("v0.18.0-beta"), Some(Release::V0_16));
        assert_eq!(Release::of("1.14.1"), Some(Release::V1_9));
        assert_eq!(Release::of("2.0.0"), None);
    }
}
