//! Hands each request of the editor to what answers it.

use std::io;

use lsp_server::{ErrorCode, Request, RequestId};
use lsp_types::Uri;
use lsp_types::request as asked;
use lsp_types::request::Request as Method;
use serde::de::DeserializeOwned;

use super::diagnostics;
use super::documents::Snapshot;
use super::session::Session;

impl Session {
    pub(super) fn request(&mut self, request: Request) -> io::Result<()> {
        self.look_at_configurations()?;
        match request.method.as_str() {
            asked::DocumentDiagnosticRequest::METHOD => {
                self.is_pulled()?;
                self.about::<asked::DocumentDiagnosticRequest>(
                    request,
                    |params| &params.text_document.uri,
                    |snapshot, params| {
                        diagnostics::report(diagnostics::of(snapshot), params.previous_result_id.as_deref()).into()
                    },
                )
            }
            asked::WorkspaceDiagnosticRequest::METHOD => self.sweep(request.id, request.params),
            other => {
                let message = format!("there is no method `{other}`");
                self.refuse(request.id, ErrorCode::MethodNotFound, &message)
            }
        }
    }

    /// The parameters of a request, unless they are wrong, which is told.
    fn params<P: DeserializeOwned>(&mut self, request: Request) -> io::Result<Option<(RequestId, P)>> {
        match serde_json::from_value(request.params) {
            Ok(params) => Ok(Some((request.id, params))),
            Err(error) => {
                let message = format!("these are no parameters of `{}`: {error}", request.method);
                self.refuse(request.id, ErrorCode::InvalidParams, &message).map(|()| None)
            }
        }
    }

    /// Answers a request about one document.
    fn about<M: Method>(
        &mut self,
        request: Request,
        uri: fn(&M::Params) -> &Uri,
        answer: fn(&Snapshot, M::Params) -> M::Result,
    ) -> io::Result<()>
    where
        M::Params: DeserializeOwned + Send + 'static,
        M::Result: 'static,
    {
        let Some((id, params)) = self.params::<M::Params>(request)? else { return Ok(()) };
        match self.snapshot(uri(&params)) {
            Ok(snapshot) => self.work(id, move || answer(&snapshot, params)),
            Err(reason) => return self.refuse(id, ErrorCode::InvalidParams, &reason),
        }
        Ok(())
    }
}
