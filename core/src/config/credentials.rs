//! Chooses the credential and checks its kind, by the rules and in the words of Seam's official packages
//! (seamapi/python 3.18, `auth.py`, `token.py` and `parse_options.py`).

use ring::hkdf;
use zeroize::Zeroizing;

use super::env::Environment;
use super::options::Options;
use crate::base::digest::Fingerprint;
use crate::base::secret::{Secret, wipe_stack_after};
use crate::model::error::Error;
use crate::model::id::check_id;

/// What authenticates a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Credentials {
    /// The token behind `Authorization: Bearer`.
    pub(crate) token: Secret,
    /// The workspace that a personal access token is used for.
    pub(crate) workspace_id: Option<String>,
}

impl Credentials {
    /// Identifies the credential without revealing it. The same token has the same fingerprint on every machine.
    pub(crate) fn fingerprint(&self) -> String {
        wipe_stack_after(|| {
            let mut fingerprint = Fingerprint::new();
            fingerprint.add("seam-acs:");
            fingerprint.add(self.token.expose());
            let mut text = fingerprint.finish();
            text.truncate(12);
            text
        })
    }

    /// A key for one purpose (HKDF-SHA-256). The same token gives the same key on every machine, and the key does not
    /// reveal the token.
    pub(crate) fn derive_key(&self, purpose: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
        let mut key = Zeroizing::new([0; 32]);
        let derived = wipe_stack_after(|| {
            let secret =
                hkdf::Salt::new(hkdf::HKDF_SHA256, b"seam-acs").extract(self.token.expose().as_bytes());
            secret.expand(&[purpose], hkdf::HKDF_SHA256)?.fill(key.as_mut_slice())
        });
        // Derivation fails only for a key of another length.
        derived
            .map(|()| key)
            .map_err(|ring::error::Unspecified| Error::internal("a key could not be derived"))
    }

    /// Options win over the environment; two credentials of one source are an error.
    pub(crate) fn choose(options: &Options, environment: &Environment) -> Result<Self, Error> {
        let refuse = |message: &str| Err(Error::Options(message.to_owned()));
        let (api_key, personal_access_token) = match (&options.api_key, &options.personal_access_token) {
            (Some(_), Some(_)) => {
                return refuse("The personal_access_token option cannot be used with the api_key option");
            }
            (None, None) => (&environment.api_key, &environment.personal_access_token),
            chosen => chosen,
        };
        match (api_key, personal_access_token) {
            (Some(_), Some(_)) => refuse(
                "Both SEAM_API_KEY and SEAM_PERSONAL_ACCESS_TOKEN environment variables are defined. \
                 Please use only one authentication method.",
            ),
            (Some(key), None) => Self::from_api_key(key),
            (None, Some(token)) => {
                match options.workspace_id.as_ref().or(environment.workspace_id.as_ref()) {
                    Some(workspace_id) => Self::from_personal_access_token(token, workspace_id),
                    None => refuse("Must pass a workspace_id when using a personal_access_token"),
                }
            }
            (None, None) if environment.was_read => refuse(
                "Must specify an api_key or personal_access_token. Attempted reading configuration from the \
                 environment, but the environment variable SEAM_API_KEY is not set.",
            ),
            (None, None) => refuse("Must specify an api_key or personal_access_token."),
        }
    }

    fn from_api_key(key: &Secret) -> Result<Self, Error> {
        check_token(key, "api_key", API_KEY_PREFIX, &[CLIENT_SESSION, JWT, ACCESS_TOKEN, PUBLISHABLE_KEY])?;
        Ok(Self { token: key.clone(), workspace_id: None })
    }

    fn from_personal_access_token(token: &Secret, workspace_id: &str) -> Result<Self, Error> {
        let others = &[JWT, CLIENT_SESSION, PUBLISHABLE_KEY];
        check_token(token, "personal_access_token", ACCESS_TOKEN_PREFIX, others)?;
        check_id("workspace_id", workspace_id)?;
        Ok(Self { token: token.clone(), workspace_id: Some(workspace_id.to_owned()) })
    }
}

const API_KEY_PREFIX: &str = "seam_";
const ACCESS_TOKEN_PREFIX: &str = "seam_at";

/// A prefix, and what a token that begins with it is.
type Kind = (&'static str, &'static str);

const CLIENT_SESSION: Kind = ("seam_cst", "A Client Session Token");
const JWT: Kind = ("ey", "A JWT");
const ACCESS_TOKEN: Kind = (ACCESS_TOKEN_PREFIX, "An Access Token");
const PUBLISHABLE_KEY: Kind = ("seam_pk", "A Publishable Key");

fn check_token(token: &Secret, option: &str, prefix: &str, others: &[Kind]) -> Result<(), Error> {
    let text = token.expose();
    if let Some((_, what)) = others.iter().find(|(start, _)| text.starts_with(start)) {
        let article = if option == "api_key" { "an" } else { "a" };
        return Err(Error::Token(format!("{what} cannot be used as {article} {option}")));
    }
    if !text.starts_with(prefix) {
        return Err(Error::Token(format!(
            "Unknown or invalid {option} format, expected token to start with {prefix}"
        )));
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::Token(format!(
            "The {option} contains white space or a character that no token has"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(pairs: &[(&str, &str)]) -> Options {
        let mut options = Options::new();
        for (name, value) in pairs {
            options.set(name, value).expect("a valid option");
        }
        options
    }

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        let find = |name: &str| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
        Environment::from_lookup(find)
    }

    #[test]
    fn precedence_and_messages_are_the_official_ones() {
        let both = "Both SEAM_API_KEY and SEAM_PERSONAL_ACCESS_TOKEN environment variables are defined. Please use \
                    only one authentication method.";
        let key = ("SEAM_API_KEY", "seam_env");
        let pat = ("SEAM_PERSONAL_ACCESS_TOKEN", "seam_at_env");
        let workspace = ("SEAM_WORKSPACE_ID", "w_env");
        let own_pat = ("personal_access_token", "seam_at_own");
        for (own, env, expected) in [
            (&[("api_key", "seam_own")][..], &[key, pat][..], Ok(("seam_own", None))),
            (&[own_pat], &[key, workspace], Ok(("seam_at_own", Some("w_env")))),
            (&[own_pat, ("workspace_id", "w")], &[workspace], Ok(("seam_at_own", Some("w")))),
            (&[], &[key, workspace], Ok(("seam_env", None))),
            (&[], &[pat, workspace], Ok(("seam_at_env", Some("w_env")))),
            (&[], &[("SEAM_API_KEY", ""), pat, workspace], Ok(("seam_at_env", Some("w_env")))),
            (&[], &[key, pat], Err(both)),
            (&[own_pat], &[], Err("Must pass a workspace_id when using a personal_access_token")),
            (
                &[own_pat, ("api_key", "seam_own")],
                &[],
                Err("The personal_access_token option cannot be used with the api_key option"),
            ),
            (
                &[],
                &[],
                Err(
                    "Must specify an api_key or personal_access_token. Attempted reading configuration from the \
                     environment, but the environment variable SEAM_API_KEY is not set.",
                ),
            ),
        ] {
            let chosen = Credentials::choose(&options(own), &environment(env));
            match (chosen, expected) {
                (Ok(chosen), Ok((token, workspace_id))) => {
                    assert_eq!(
                        (chosen.token.expose(), chosen.workspace_id.as_deref()),
                        (token, workspace_id)
                    );
                }
                (Err(error), Err(message)) => {
                    assert_eq!(error.to_string(), format!("Seam received invalid options: {message}"));
                }
                (chosen, expected) => panic!("{own:?} {env:?}: {chosen:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn tokens_of_another_kind_are_refused_in_the_official_words() {
        for (option, token, message) in [
            ("api_key", "seam_cst1", "A Client Session Token cannot be used as an api_key"),
            ("api_key", "eyJ", "A JWT cannot be used as an api_key"),
            ("api_key", "seam_at1", "An Access Token cannot be used as an api_key"),
            ("api_key", "seam_pk1", "A Publishable Key cannot be used as an api_key"),
            ("api_key", "x", "Unknown or invalid api_key format, expected token to start with seam_"),
            ("personal_access_token", "eyJ", "A JWT cannot be used as a personal_access_token"),
            (
                "personal_access_token",
                "seam_x",
                "Unknown or invalid personal_access_token format, expected token to start with seam_at",
            ),
        ] {
            let options = options(&[(option, token), ("workspace_id", "w")]);
            let error = Credentials::choose(&options, &Environment::default()).expect_err(token);
            assert_eq!(error.to_string(), format!("Seam received an invalid token: {message}"));
        }
    }
}
