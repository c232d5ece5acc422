//! What the replies to a call amount to.

use std::sync::atomic::Ordering;

use super::state::OperationState;
use crate::base::failpoint;
use crate::base::memory::reserve;
use crate::model::call::Kind;
use crate::model::endpoint::Cardinality;
use crate::model::error::{Error, Failure};
use crate::model::raw_response::{RawResponse, Unusable};
use crate::model::response::{Content, List, Response};

pub(crate) const UNEXPECTED_ADVICE: &str =
    "Something between this program and Seam (a proxy, a login page) may have answered; check the endpoint";

/// What the system refused, in the words of [`Error::Resources`].
pub(crate) const NO_MEMORY_FOR_AN_ANSWER: &str =
    "memory for the answer: read a long list page by page, by limit and page_cursor";

impl OperationState {
    pub(crate) fn decode(&self, replies: &[RawResponse]) -> Result<Response, Error> {
        failpoint::hit("decode");
        let attempts = self.attempts.load(Ordering::Relaxed);
        let Some(last) = replies.last() else {
            return Err(Error::internal("an operation ended without an answer"));
        };
        let content = self.decode_content(replies, last);
        let pagination = match self.call.kind {
            Kind::Read { every_page: false, .. } => last.pagination().ok().flatten(),
            _ => None,
        };
        let content = content.map_err(|(reply, reason)| match reason {
            Unusable::NotSeams(reason) => self.not_seams(reply, &reason),
            Unusable::NoMemory => Error::Resources(NO_MEMORY_FOR_AN_ANSWER.to_owned()),
        })?;
        Ok(Response { request_id: last.request_id.clone(), attempts, content, pagination })
    }

    /// Tells the ids of the members that were read, which are of no worth if this fails.
    pub(crate) fn decode_members(
        &self,
        replies: &[RawResponse],
        note: &mut dyn FnMut(&str, Option<&str>),
    ) -> Result<(), Error> {
        failpoint::hit("decode");
        let Kind::Read { key, .. } = self.call.kind else {
            return Err(Error::internal("only a read tells members"));
        };
        for reply in replies {
            reply.members(key, note).map_err(|reason| self.not_seams(reply, &reason))?;
        }
        Ok(())
    }

    /// The error of an answer that Seam does not give.
    pub(crate) fn unexpected_response(&self, reply: &RawResponse, detail: String) -> Error {
        let failure = Failure {
            http_status: Some(reply.status),
            request_id: reply.request_id.clone(),
            ..Failure::new(detail)
        };
        Error::UnexpectedResponse(Box::new(failure.advise(UNEXPECTED_ADVICE)))
            .in_call(&self.call.phrase(), self.attempts.load(Ordering::Relaxed))
    }

    fn not_seams(&self, reply: &RawResponse, reason: &str) -> Error {
        self.unexpected_response(reply, format!("the response is not one that Seam sends: {reason}"))
    }

    fn decode_content<'a>(
        &self,
        replies: &'a [RawResponse],
        last: &'a RawResponse,
    ) -> Result<Content, (&'a RawResponse, Unusable)> {
        match &self.call.kind {
            Kind::Change { .. } | Kind::Write { .. } | Kind::Composite => Ok(Content::Recorded),
            Kind::Request { .. } => last.whole().map(Content::Body).map_err(|reason| (last, reason.into())),
            Kind::Read { key, cardinality: Cardinality::One, .. } => {
                last.record(key).map(Content::One).map_err(|reason| (last, reason.into()))
            }
            Kind::Read { key, .. } => {
                let mut records = Vec::new();
                for reply in replies {
                    let mut page = reply.records(key).map_err(|reason| (reply, reason))?;
                    reserve(&mut records, page.len()).map_err(|_| (reply, Unusable::NoMemory))?;
                    records.append(&mut page);
                }
                self.items.store(records.len() as u64, Ordering::Relaxed);
                Ok(Content::Many(List::new(records)))
            }
        }
    }
}
