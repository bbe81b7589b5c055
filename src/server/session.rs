//! Holds the state of a session, and decides what is done when: one event after the other.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response, ResponseError};
use lsp_types::{InitializeResult, ServerInfo, Uri};
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::Serialize;
use serde_json::{Value, json};

use super::Setup;
use super::client::Client;
use super::documents::{Documents, Snapshot};
use super::event::Event;
use super::sweep::{Memory, Sweep};
use super::workspace::{Workspace, path_of, uri_of};
use super::{NAME, transport};
use crate::run::guarded;
use crate::source::mistake::plain;

/// How often files are looked at that the editor does not watch.
const LOOK: Duration = Duration::from_secs(1);

/// How far a session is.
enum Stage {
    Fresh,
    Running,
    /// It ends as soon as all requests are answered.
    Ending(RequestId),
    Ended,
}

/// A request that is not answered yet.
pub(super) struct Pending {
    pub(super) cancelled: Arc<AtomicBool>,
    /// What to ask again as soon as anything has changed.
    pub(super) sweep: Option<Value>,
    /// It waits for that.
    parked: bool,
}

/// One editor.
pub(super) struct Session {
    setup: Setup,
    pub(super) events: Sender<Event>,
    pub(super) workers: ThreadPool,
    /// Threads of their own for what takes long, so that nothing else waits for it.
    sweepers: ThreadPool,
    stage: Stage,
    pub(super) client: Arc<Client>,
    pub(super) workspace: Workspace,
    pub(super) documents: Documents,
    /// When diagnostics of a document are to be sent.
    pub(super) due: BTreeMap<String, Instant>,
    /// The documents with diagnostics that were sent.
    pub(super) pushed: BTreeSet<String>,
    /// The editor asks for diagnostics itself.
    pub(super) pulled: bool,
    pub(super) pending: HashMap<RequestId, Pending>,
    pub(super) memory: Arc<Mutex<Memory>>,
    /// How many requests were made to the editor.
    asked: i32,
    pub(super) watched: Vec<String>,
    stamps: (Instant, BTreeMap<PathBuf, Option<SystemTime>>),
}

impl Session {
    pub(super) fn new(setup: Setup, events: Sender<Event>) -> io::Result<Session> {
        let threads = std::thread::available_parallelism().map_or(2, |threads| usize::from(threads).clamp(2, 4));
        let pool = || ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other);
        let (workers, sweepers) = (pool()?, pool()?);
        let client = Arc::new(Client::read(&Value::Null));
        let workspace = Workspace::new(setup.clone(), client.wishes.clone(), Vec::new());
        Ok(Session {
            setup,
            events,
            workers,
            sweepers,
            stage: Stage::Fresh,
            client,
            workspace,
            documents: Documents::new(),
            due: BTreeMap::new(),
            pushed: BTreeSet::new(),
            pulled: false,
            pending: HashMap::new(),
            memory: Arc::default(),
            asked: 0,
            watched: Vec::new(),
            stamps: (Instant::now(), BTreeMap::new()),
        })
    }

    /// Goes on until the editor leaves; tells whether it said good-bye.
    pub(super) fn run(mut self, inbox: &Receiver<Event>) -> io::Result<bool> {
        loop {
            let next = self.due.values().min().copied();
            let event = match next {
                Some(next) => inbox.recv_timeout(next.saturating_duration_since(Instant::now())),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let done = match event {
                Ok(Event::Message(message)) => self.heard(*message)?,
                Ok(Event::Garbled) => transport::refuse_garbled().map(|()| None)?,
                Ok(Event::Closed) | Err(RecvTimeoutError::Disconnected) => Some(!self.is_running()),
                Ok(Event::Answered(id, answer)) => self.answered(id, answer).map(|()| None)?,
                Ok(Event::Unchanged(id)) => self.park(&id).map(|()| None)?,
                Ok(Event::Found { uri, version, edition, items }) => {
                    self.found(uri, (version, edition), items).map(|()| None)?
                }
                Err(RecvTimeoutError::Timeout) => None,
            };
            if let Some(well) = done {
                return Ok(well);
            }
            self.look_at_due();
        }
    }

    fn is_running(&self) -> bool {
        matches!(self.stage, Stage::Fresh | Stage::Running)
    }

    /// Takes a message; a bug costs what was asked, not the session.
    fn heard(&mut self, message: Message) -> io::Result<Option<bool>> {
        let id = if let Message::Request(request) = &message { Some(request.id.clone()) } else { None };
        guarded(|| self.message(message)).unwrap_or_else(|bug| {
            self.log(&bug)?;
            id.map_or(Ok(()), |id| self.refuse(id, ErrorCode::InternalError, &bug)).map(|()| None)
        })
    }

    /// Takes a message; tells how the session ended if it has.
    fn message(&mut self, message: Message) -> io::Result<Option<bool>> {
        match message {
            Message::Request(request) => self.asked_for(request).map(|()| None),
            Message::Notification(notice) if notice.method == "exit" => Ok(Some(!self.is_running())),
            Message::Notification(notice) if matches!(self.stage, Stage::Running | Stage::Ending(_)) => {
                self.notice(notice).map(|()| None)
            }
            // To nothing that the editor is asked is there an answer to wait for.
            Message::Notification(_) | Message::Response(_) => Ok(None),
        }
    }

    fn asked_for(&mut self, request: Request) -> io::Result<()> {
        match (&self.stage, request.method.as_str()) {
            (Stage::Fresh, "initialize") => self.begin(request),
            (Stage::Fresh, _) => self.refuse(request.id, ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Stage::Running, "initialize") => self.refuse(request.id, ErrorCode::InvalidRequest, "it was said before"),
            (Stage::Running, "shutdown") => self.end(request.id),
            (Stage::Running, _) => self.request(request),
            (Stage::Ending(_) | Stage::Ended, _) => {
                self.refuse(request.id, ErrorCode::InvalidRequest, "the session has ended")
            }
        }
    }

    fn begin(&mut self, request: Request) -> io::Result<()> {
        self.client = Arc::new(Client::read(&request.params));
        let folders = request.params.get("workspaceFolders").and_then(Value::as_array).into_iter().flatten();
        let folders = folders.filter_map(|folder| folder.get("uri"));
        let mut roots: Vec<PathBuf> = folders.filter_map(folder_of).collect();
        if roots.is_empty() {
            roots.extend(request.params.get("rootUri").and_then(folder_of));
        }
        self.workspace = Workspace::new(self.setup.clone(), self.client.wishes.clone(), roots);
        self.stage = Stage::Running;
        let info = ServerInfo { name: NAME.to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        let result = InitializeResult { capabilities: self.client.offered(), server_info: Some(info) };
        self.send(&Response::new_ok(request.id, result).into())
    }

    /// Ends the session once what was asked is answered; what waits for a change is not.
    fn end(&mut self, id: RequestId) -> io::Result<()> {
        self.stage = Stage::Ending(id);
        let parked = self.pending.iter().filter(|(_, pending)| pending.parked).map(|(id, _)| id.clone());
        for id in parked.collect::<Vec<_>>() {
            self.pending.remove(&id);
            self.refuse(id, ErrorCode::ServerCancelled, "the session ends")?;
        }
        self.end_if_done()
    }

    fn end_if_done(&mut self) -> io::Result<()> {
        if let Stage::Ending(id) = &self.stage
            && self.pending.is_empty()
        {
            let response = Response::new_ok(id.clone(), Value::Null);
            self.stage = Stage::Ended;
            self.send(&response.into())?;
        }
        Ok(())
    }

    /// Works on a request, so that others can come in meanwhile.
    pub(super) fn work<R: Serialize>(&mut self, id: RequestId, work: impl FnOnce() -> R + Send + 'static) {
        let cancelled = Arc::new(AtomicBool::new(false));
        let pending = Pending { cancelled: Arc::clone(&cancelled), sweep: None, parked: false };
        self.pending.insert(id.clone(), pending);
        let events = self.events.clone();
        self.workers.spawn_fifo(move || {
            if !cancelled.load(Ordering::Relaxed) {
                let worked = guarded(|| serde_json::to_value(work()).map_err(|error| error.to_string()));
                let failed = |message| ResponseError { code: ErrorCode::InternalError as i32, message, data: None };
                // Nobody waits for it if the session has ended.
                let _ = events.send(Event::Answered(id, worked.and_then(|worked| worked).map_err(failed)));
            }
        });
    }

    /// Looks at all documents of the workspace.
    pub(super) fn sweep(&mut self, id: RequestId, params: Value) -> io::Result<()> {
        let cancelled = Arc::new(AtomicBool::new(false));
        let Some(sweep) = self.look(&params, &cancelled) else {
            return self.refuse(id, ErrorCode::InvalidParams, "these are no parameters of `workspace/diagnostic`");
        };
        self.pending.insert(id.clone(), Pending { cancelled, sweep: Some(params), parked: false });
        let events = self.events.clone();
        self.sweepers.spawn_fifo(move || {
            let event = match guarded(|| sweep.report()) {
                Ok(Some(report)) => Event::Answered(id, Ok(report)),
                Ok(None) => Event::Unchanged(id),
                Err(message) => {
                    let code = ErrorCode::InternalError as i32;
                    Event::Answered(id, Err(ResponseError { code, message, data: None }))
                }
            };
            let _ = events.send(event);
        });
        Ok(())
    }

    fn look(&self, params: &Value, cancelled: &Arc<AtomicBool>) -> Option<Sweep> {
        let (memory, cancelled) = (Arc::clone(&self.memory), Arc::clone(cancelled));
        Sweep::new(params, &self.workspace, &self.documents, &self.client, memory, cancelled)
    }

    /// Nothing has changed since the editor asked last: the answer waits until something does.
    fn park(&mut self, id: &RequestId) -> io::Result<()> {
        if let Some(pending) = self.pending.get_mut(id) {
            pending.parked = true;
        }
        if matches!(self.stage, Stage::Ending(_)) && self.pending.remove(id).is_some() {
            self.refuse(id.clone(), ErrorCode::ServerCancelled, "the session ends")?;
        }
        self.end_if_done()
    }

    /// Something has changed: who waits for that is answered.
    pub(super) fn stir(&mut self) -> io::Result<()> {
        let parked = self.pending.extract_if(|_, pending| pending.parked);
        let parked: Vec<_> = parked.filter_map(|(id, pending)| Some((id, pending.sweep?))).collect();
        parked.into_iter().try_for_each(|(id, params)| self.sweep(id, params))
    }

    fn answered(&mut self, id: RequestId, answer: Result<Value, ResponseError>) -> io::Result<()> {
        // What was cancelled was answered then.
        if self.pending.remove(&id).is_some() {
            self.send(&Response { id, response_result: answer }.into())?;
        }
        self.end_if_done()
    }

    pub(super) fn cancel(&mut self, id: RequestId) -> io::Result<()> {
        if let Some(pending) = self.pending.remove(&id) {
            pending.cancelled.store(true, Ordering::Relaxed);
            self.refuse(id, ErrorCode::RequestCanceled, "the request was cancelled")?;
        }
        self.end_if_done()
    }

    pub(super) fn answer(&mut self, id: RequestId, answer: Value) -> io::Result<()> {
        self.send(&Response::new_ok(id, answer).into())
    }

    pub(super) fn refuse(&mut self, id: RequestId, code: ErrorCode, message: &str) -> io::Result<()> {
        self.send(&Response::new_err(id, code as i32, message.to_owned()).into())
    }

    pub(super) fn tell(&mut self, method: &str, params: impl Serialize) -> io::Result<()> {
        self.send(&Notification::new(method.to_owned(), params).into())
    }

    /// Asks the editor for something; no answer is waited for.
    pub(super) fn ask(&mut self, method: &str, params: impl Serialize) -> io::Result<()> {
        self.asked += 1;
        let id = format!("cable-lint/{}", self.asked).into();
        self.send(&Request::new(id, method.to_owned(), params).into())
    }

    fn send(&self, message: &Message) -> io::Result<()> {
        transport::write(message)
    }

    /// Reads all configurations again, and looks at everything anew.
    pub(super) fn reload(&mut self) -> io::Result<()> {
        self.workspace.reload();
        self.review()
    }

    /// Looks at everything anew.
    pub(super) fn review(&mut self) -> io::Result<()> {
        self.stamps = (Instant::now(), self.workspace.stamps());
        for snapshot in self.documents.values_mut() {
            snapshot.take_for(self.workspace.role(&snapshot.uri, &snapshot.language));
        }
        let uris: Vec<String> = self.documents.keys().cloned().collect();
        uris.iter().for_each(|uri| self.schedule(uri, Duration::ZERO));
        if self.client.refreshes && self.pulled {
            self.ask("workspace/diagnostic/refresh", Value::Null)?;
        }
        self.watch()?;
        self.stir()
    }

    /// Reads configurations again that have changed on disk unobserved.
    pub(super) fn look_at_configurations(&mut self) -> io::Result<()> {
        if self.client.watches || self.stamps.0.elapsed() < LOOK {
            return Ok(());
        }
        let stamps = self.workspace.stamps();
        let changed = !self.stamps.1.is_empty() && stamps != self.stamps.1;
        self.stamps = (Instant::now(), stamps);
        if changed { self.reload() } else { Ok(()) }
    }

    /// Says on the editor's log why something was not done.
    pub(super) fn log(&mut self, message: &str) -> io::Result<()> {
        self.tell("window/logMessage", json!({ "type": 2, "message": message }))
    }

    /// The text of a file: as the editor has it, or else as it is on disk.
    pub(super) fn snapshot_at(&self, path: &Path) -> Option<Snapshot> {
        let open = self.documents.values().find(|open| path_of(&open.uri).is_some_and(|open| open == path));
        open.cloned().or_else(|| self.snapshot(&uri_of(path)?).ok())
    }

    /// A text by its URI: as the editor has it, or else as it is on disk.
    pub(super) fn snapshot(&self, uri: &Uri) -> Result<Snapshot, String> {
        if let Some(snapshot) = self.documents.get(uri.as_str()) {
            return Ok(snapshot.clone());
        }
        let path = path_of(uri).ok_or("there is no such document")?;
        let bytes = std::fs::read(&path).map_err(|error| plain(&error))?;
        let source = crate::source::read("", bytes).map_err(|error| error.to_string())?;
        let text = super::text::Text::new(source.text().to_owned(), self.client.units);
        Ok(Snapshot::new(uri.clone(), String::new(), 0, text, self.workspace.role(uri, ""), &self.client))
    }
}

fn folder_of(uri: &Value) -> Option<PathBuf> {
    path_of(&serde_json::from_value(uri.clone()).ok()?)
}
