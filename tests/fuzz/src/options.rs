//! Options of a client by name, options of lists and plans as JSON, and parameters of any path.

use seam_acs_core::{
    ApplyOptions, Call, Client, Options, PlanOptions, ResolveOptions, SyncOptions, WaitOptions,
};

/// Those that open a file or write to a descriptor.
const TOUCH_THE_MACHINE: [&str; 3] = ["log_file", "log_fd", "audit_log"];
const SECRETS: [&str; 3] = ["api_key", "personal_access_token", "proxy"];

pub(crate) fn run(data: &[u8]) {
    let Some((first, rest)) = crate::choice(data) else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match first % 3 {
        0 => by_name(text),
        1 => as_json(text),
        _ => parameters(text),
    }
}

/// Lines of `name=value`; a handle with other limits is made from the same.
fn by_name(text: &str) {
    let mut options = Options::new();
    let mut said = Vec::new();
    let mut secrets = Vec::new();
    for (name, value) in text.lines().filter_map(|line| line.split_once('=')) {
        if SECRETS.contains(&name) {
            secrets.push(value);
        }
        if TOUCH_THE_MACHINE.contains(&name) {
            continue;
        }
        if let Err(error) = options.set(name, value) {
            said.push(error.to_string());
        }
    }
    said.push(format!("{options:?}"));
    match Client::new(&options) {
        Ok(client) => {
            said.push(format!("{client:?}"));
            let _ = client.with(&options);
        }
        Err(error) => said.push(error.to_string()),
    }
    for secret in secrets.into_iter().filter(|secret| is_telling(secret, text)) {
        assert!(!said.iter().any(|words| words.contains(secret)), "told: {secret:?} in {said:?}");
    }
}

/// Whether a text that is found again can only have come from where it was given.
fn is_telling(secret: &str, given: &str) -> bool {
    secret.len() >= 12
        && given.matches(secret).count() == 1
        && secret.bytes().any(|byte| byte.is_ascii_digit())
}

fn as_json(text: &str) {
    if let Ok(options) = ApplyOptions::from_json(text) {
        assert!(options.ceiling.is_none_or(|ceiling| (1..=1024).contains(&ceiling)));
        assert!(options.fixed.is_none_or(|fixed| (1..=1024).contains(&fixed)));
    }
    let _ = PlanOptions::from_json(text);
    let _ = ResolveOptions::with_apply_from_json(text);
    let _ = SyncOptions::from_json(text);
    let _ = WaitOptions::from_json(text);
}

/// A line of path and the parameters after it.
fn parameters(text: &str) {
    let (path, params) = text.split_once('\n').unwrap_or((text, ""));
    if Call::request(path, params).is_ok() {
        assert!(path.starts_with('/') && !path.starts_with("//"), "{path:?} leads elsewhere");
        assert!(!path.contains("..") || !path.split('/').any(|part| part == ".."), "{path:?} climbs");
        assert!(!path.contains(['?', '#', '%', '\\', '@', ':', ' ']), "{path:?} is not plain");
    }
}
