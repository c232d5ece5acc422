//! What the replies to a call amount to.

use std::sync::atomic::Ordering;

use super::state::Shared;
use crate::answer::{Answer, Content, List};
use crate::call::Kind;
use crate::error::{Error, Failure};
use crate::planted;
use crate::read::Many;
use crate::reply::Reply;

pub(crate) const UNEXPECTED_ADVICE: &str =
    "Something between this program and Seam (a proxy, a login page) may have answered; check the endpoint";

impl Shared {
    pub(crate) fn decode(&self, replies: &[Reply]) -> Result<Answer, Error> {
        planted::here("decode");
        let attempts = self.attempts.load(Ordering::Relaxed);
        let Some(last) = replies.last() else {
            return Err(Error::internal("an operation ended without an answer"));
        };
        let content = self.decode_content(replies, last);
        let pagination = match self.call.kind {
            Kind::Read { every_page: false, .. } => last.pagination().ok().flatten(),
            _ => None,
        };
        let content = content.map_err(|(reply, reason)| self.spoilt(reply, &reason))?;
        Ok(Answer { request_id: last.request_id.clone(), attempts, content, pagination })
    }

    /// Tells the ids of the members that were read, which are of no worth if this fails.
    pub(crate) fn decode_members(
        &self,
        replies: &[Reply],
        note: &mut dyn FnMut(&str, Option<&str>),
    ) -> Result<(), Error> {
        planted::here("decode");
        let Kind::Read { key, .. } = self.call.kind else {
            return Err(Error::internal("only a read tells members"));
        };
        for reply in replies {
            reply.members(key, note).map_err(|reason| self.spoilt(reply, &reason))?;
        }
        Ok(())
    }

    fn spoilt(&self, reply: &Reply, reason: &str) -> Error {
        let failure = Failure {
            http_status: Some(reply.status),
            request_id: reply.request_id.clone(),
            ..Failure::new(format!("the answer is not one that Seam gives: {reason}"))
        };
        Error::UnexpectedResponse(Box::new(failure.advise(UNEXPECTED_ADVICE)))
            .in_call(&self.call.phrase(), self.attempts.load(Ordering::Relaxed))
    }

    fn decode_content<'a>(
        &self,
        replies: &'a [Reply],
        last: &'a Reply,
    ) -> Result<Content, (&'a Reply, String)> {
        match &self.call.kind {
            Kind::Change { .. } | Kind::Together => Ok(Content::Recorded),
            Kind::Request { .. } => last.whole().map(Content::Body).map_err(|reason| (last, reason)),
            Kind::Read { key, many: Many::One, .. } => {
                last.record(key).map(Content::One).map_err(|reason| (last, reason))
            }
            Kind::Read { key, .. } => {
                let mut records = Vec::new();
                for reply in replies {
                    records.append(&mut reply.records(key).map_err(|reason| (reply, reason))?);
                }
                self.items.store(records.len() as u64, Ordering::Relaxed);
                Ok(Content::Many(List::new(records)))
            }
        }
    }
}
