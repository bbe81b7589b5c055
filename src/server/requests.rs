//! Hands each request of the editor to what answers it.

use std::io;
use std::sync::Arc;

use lsp_server::{ErrorCode, Request, RequestId};
use lsp_types::request as asked;
use lsp_types::request::Request as Method;
use lsp_types::{CodeActionParams, ExecuteCommandParams, Uri};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents::Snapshot;
use super::session::Session;
use super::suppression::Target;
use super::{EXPLAIN, SUPPRESS, actions, completion, diagnostics, hover, suppression, symbols};
use crate::rule::Lookup;
use crate::run::explain::section;

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
            asked::HoverRequest::METHOD => self.about::<asked::HoverRequest>(
                request,
                |params| &params.text_document_position_params.text_document.uri,
                hover::hover,
            ),
            asked::DocumentSymbolRequest::METHOD => self.about::<asked::DocumentSymbolRequest>(
                request,
                |params| &params.text_document.uri,
                symbols::symbols,
            ),
            asked::Completion::METHOD => self.about::<asked::Completion>(
                request,
                |params| &params.text_document_position.text_document.uri,
                completion::complete,
            ),
            asked::CodeActionRequest::METHOD => self.code_actions(request),
            asked::ExecuteCommand::METHOD => self.execute(request),
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
        answer: fn(&Snapshot, &M::Params) -> M::Result,
    ) -> io::Result<()>
    where
        M::Params: DeserializeOwned + Send + 'static,
        M::Result: 'static,
    {
        let Some((id, params)) = self.params::<M::Params>(request)? else { return Ok(()) };
        match self.snapshot(uri(&params)) {
            Ok(snapshot) => self.work(id, move || answer(&snapshot, &params)),
            Err(reason) => return self.refuse(id, ErrorCode::InvalidParams, &reason),
        }
        Ok(())
    }

    /// Where entries for a document go.
    fn target(&self, snapshot: &Snapshot) -> Option<Target> {
        let path = suppression::configuration(snapshot.subject()?)?;
        let now = self.snapshot_at(&path);
        // What cannot be read is not written to.
        (now.is_some() || !path.exists()).then_some(Target { path, now })
    }

    fn code_actions(&mut self, request: Request) -> io::Result<()> {
        let Some((id, params)) = self.params::<CodeActionParams>(request)? else { return Ok(()) };
        match self.snapshot(&params.text_document.uri) {
            Ok(snapshot) => {
                let target = self.target(&snapshot);
                self.work(id, move || actions::actions(&snapshot, &params, target.as_ref()));
                Ok(())
            }
            Err(reason) => self.refuse(id, ErrorCode::InvalidParams, &reason),
        }
    }

    fn execute(&mut self, request: Request) -> io::Result<()> {
        let Some((id, params)) = self.params::<ExecuteCommandParams>(request)? else { return Ok(()) };
        let argument = params.arguments.into_iter().next().unwrap_or_default();
        let done = match params.command.as_str() {
            EXPLAIN => self.explain(&argument)?,
            SUPPRESS => self.suppress(&argument)?,
            other => Err(format!("there is no command `{other}`")),
        };
        match done {
            Ok(answer) => self.answer(id, answer),
            Err(reason) => self.refuse(id, ErrorCode::InvalidParams, &reason),
        }
    }

    /// Explains a rule, in the answer and, unless the editor shows that, in a message.
    fn explain(&mut self, rule: &Value) -> io::Result<Result<Value, String>> {
        let rules = self.workspace.rules();
        let found = rule.as_str().and_then(|name| match rules.find(name) {
            Lookup::Rule(index) => Some(Arc::clone(&rules.rules()[index])),
            _ => None,
        });
        let Some(rule) = found else { return Ok(Err("the argument is not the name of a rule".to_owned())) };
        let page = section(&rule);
        if self.client.wishes.show_explanations {
            self.tell("window/showMessage", json!({ "type": 3, "message": page }))?;
        }
        Ok(Ok(Value::String(page)))
    }

    /// Lets the editor suppress a finding.
    fn suppress(&mut self, about: &Value) -> io::Result<Result<Value, String>> {
        let word = |name: &str| about.get(name).and_then(Value::as_str);
        let uri: Option<Uri> = about.get("uri").and_then(|uri| serde_json::from_value(uri.clone()).ok());
        let (Some(uri), Some(fingerprint), Some(reason)) = (uri, word("fingerprint"), word("reason")) else {
            return Ok(Err("the argument must have `uri`, `fingerprint` and `reason`".to_owned()));
        };
        if reason.trim().is_empty() {
            return Ok(Err("a suppression needs a reason".to_owned()));
        }
        let snapshot = match self.snapshot(&uri) {
            Ok(snapshot) => snapshot,
            Err(reason) => return Ok(Err(reason)),
        };
        let target = self.target(&snapshot);
        let edit = snapshot.subject().and_then(|subject| {
            let finding = actions::finding(&snapshot, subject, fingerprint)?;
            suppression::edit(&snapshot, subject, finding, reason, target.as_ref())
        });
        let Some(edit) = edit else {
            return Ok(Err("there is no such finding, or no place for a suppression".to_owned()));
        };
        self.ask("workspace/applyEdit", json!({ "label": "suppress with a reason", "edit": edit }))?;
        Ok(Ok(Value::Null))
    }
}
