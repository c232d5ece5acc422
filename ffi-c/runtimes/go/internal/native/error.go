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
	// HTTPStatus: The HTTP status of the answer that decided. 0 if there is none.
	HTTPStatus int `json:"http_status"`
	// APIType: Seam's own type of error; an open set. Empty if there is none.
	APIType string `json:"api_type"`
	// RequestID: The id to quote to Seam's support. Empty if there is none.
	RequestID string `json:"request_id"`
	// Retryable: The same call may succeed later although nobody changes anything.
	Retryable bool `json:"retryable"`
	// OutcomeUnknown: A change may be recorded although no answer says so: read the membership before anything else.
	OutcomeUnknown bool `json:"outcome_unknown"`
	// RetryAfterMs: How many milliseconds the server asked to wait. Nil if it did not say.
	RetryAfterMs *int `json:"retry_after_ms"`
	// ValidationErrors: Which parameters Seam refused, each with its messages. Nil if there are none.
	ValidationErrors map[string]any `json:"validation_errors"`
	// Attempts: How many requests were started.
	Attempts int `json:"attempts"`
	// Report says what became of every change of a list; nil if the call was not about one.
	Report json.RawMessage `json:"-"`
	// Plan is what a guard refused, to be looked at: Sync refuses it too. Nil if it is about no plan just made.
	Plan *Plan `json:"-"`

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
