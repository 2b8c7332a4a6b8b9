//! Which Spree answers.

/// A Spree with the classic API, ordered by age. Each stands for the releases that answer alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Version {
    /// 1.3.5: only to be told apart. From the sheet; no recording.
    V1_3,
    /// 2.0.3.
    V2_0,
    /// 2.1.12.
    V2_1,
    /// 2.2.14.
    V2_2,
    /// 2.3.13.
    V2_3,
    /// 2.4.2: refused transitions are still answered 200.
    V2_4Early,
    /// 2.4.10: they are answered 422. From the notes; no recording.
    V2_4Late,
    /// 3.7.14.1.
    V3_7,
    /// 4.4.1.
    V4_4,
}

impl Version {
    /// Every profile, oldest first.
    pub const ALL: [Self; 9] = [
        Self::V1_3,
        Self::V2_0,
        Self::V2_1,
        Self::V2_2,
        Self::V2_3,
        Self::V2_4Early,
        Self::V2_4Late,
        Self::V3_7,
        Self::V4_4,
    ];

    /// The profile that stands for a release such as `2.4.2` or `3.7`; `None` if there is none.
    #[must_use]
    pub fn of(release: &str) -> Option<Self> {
        let mut numbers = release.trim_start_matches('v').split('.').map(str::parse::<u32>);
        let major = numbers.next()?.ok()?;
        let minor = numbers.next()?.ok()?;
        let patch = numbers.next().and_then(Result::ok);
        match (major, minor, patch) {
            (1, 3, _) => Some(Self::V1_3),
            (2, 0, _) => Some(Self::V2_0),
            (2, 1, _) => Some(Self::V2_1),
            (2, 2, _) => Some(Self::V2_2),
            (2, 3, _) => Some(Self::V2_3),
            (2, 4, Some(0..=2)) => Some(Self::V2_4Early),
            (2, 4, _) => Some(Self::V2_4Late),
            (3, 7, _) => Some(Self::V3_7),
            (4, 0..=4, _) => Some(Self::V4_4),
            _ => None,
        }
    }

    /// The profile nearest to a release that none stands for; `None` if the text names no release.
    #[must_use]
    pub fn nearest(release: &str) -> Option<Self> {
        let major: u32 = release.trim_start_matches('v').split('.').next()?.parse().ok()?;
        Self::of(release).or(match major {
            0 | 1 => Some(Self::V1_3),
            2 => Some(Self::V2_4Late),
            3 => Some(Self::V3_7),
            _ => Some(Self::V4_4),
        })
    }

    /// The release, as [`of`](Self::of) reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::V1_3 => "1.3.5",
            Self::V2_0 => "2.0.3",
            Self::V2_1 => "2.1.12",
            Self::V2_2 => "2.2.14",
            Self::V2_3 => "2.3.13",
            Self::V2_4Early => "2.4.2",
            Self::V2_4Late => "2.4.10",
            Self::V3_7 => "3.7",
            Self::V4_4 => "4.4",
        }
    }

    /// Routes are under `/api/v1`.
    pub(crate) fn is_modern(self) -> bool {
        self >= Self::V3_7
    }

    /// A refused transition is told by the answer's status.
    pub(crate) fn tells_refusals(self) -> bool {
        self >= Self::V2_4Late || self == Self::V1_3
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn names_are_read_back() {
        for version in Version::ALL {
            assert_eq!(Version::of(version.name()), Some(version));
        }
        assert_eq!(Version::of("3.7.14.1"), Some(Version::V3_7));
        assert_eq!(Version::of("5.0.0"), None);
        assert_eq!(Version::nearest("3.1.4"), Some(Version::V3_7));
        assert_eq!(Version::nearest("2.4.1"), Some(Version::V2_4Early));
        assert_eq!(Version::nearest("main"), None);
    }
}
