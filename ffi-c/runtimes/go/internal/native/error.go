package native

import "encoding/json"

// Error is why a call failed, with everything that is known about it.
type Error struct {
	// Status is one of the Status constants, such as StatusNotFound.
	Status int `json:"status"`
	// Name is the stable name of the status, such as "NOT_FOUND".
	Name string `json:"name"`
	// Message says what was tried, what happened and what to do next. It holds no token.
	Message string `json:"message"`
	// HTTPStatus is that of the answer that decided, such as 404; 0 if there was no answer.
	HTTPStatus int `json:"http_status"`
	// APIType is Seam's own type of error, such as "acs_user_not_found"; empty if Seam gave none.
	APIType string `json:"api_type"`
	// RequestID is what to quote to Seam's support; empty if there is none.
	RequestID string `json:"request_id"`
	// ValidationErrors says which parameters Seam refused and why: each one's messages stand under its name in
	// "_errors". Nil if Seam gave none.
	ValidationErrors map[string]any `json:"validation_errors"`
	// Retryable says that the same call may succeed later although nobody changes anything.
	Retryable bool `json:"retryable"`
	// OutcomeUnknown says that a change may be recorded although no answer says so: read the membership before you
	// act on it, and do not send the opposite change.
	OutcomeUnknown bool `json:"outcome_unknown"`
	// RetryAfterMs is how many milliseconds the server asked to wait; nil if it did not say.
	RetryAfterMs *int `json:"retry_after_ms"`
	// Attempts counts the requests that were started, repeats included; 0 if nothing was sent.
	Attempts int `json:"attempts"`
	// Report says what became of every change of a list; nil if the call was not about one.
	Report json.RawMessage `json:"-"`

	stopped error
}

// Error is the name and the message.
func (e *Error) Error() string { return "seam_acs: " + e.Name + ": " + e.Message }

// Unwrap is the context's error, if the end of the context ended the call.
func (e *Error) Unwrap() error { return e.stopped }

// Refusal is for what is refused before the library is asked.
func Refusal(status int, message string) *Error {
	return &Error{Status: status, Name: statusName(int32(status)), Message: message}
}

// takeError reads an error that the library handed out, and frees it.
func takeError(failure uintptr) *Error {
	defer errorFree(failure)
	taken := &Error{Status: StatusInternal, Name: "INTERNAL", Message: "an error came that cannot be read"}
	_ = json.Unmarshal([]byte(errorToJson(failure)), taken)
	return taken
}
