// Package seam puts ACS users into access groups and takes them out again, through Seam's API. It calls libseam_acs,
// which does the work, and needs no cgo.
package seam

import (
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/internal/native"
)

// Error is why a call failed; errors.As finds it.
type Error = native.Error

// Progress is how far a call is.
type Progress = native.Progress

// Option is one of the client's options.
type Option = native.Option

// WithOption sets any option by its name; the value is text, such as "5000" or "true".
func WithOption(name, value string) Option { return Option{Name: name, Value: value} }

// WithProgress has the calls that get this context tell every 100 ms, and at their end, how far they are.
var WithProgress = native.WithProgress

// Client talks to Seam. Any number of goroutines may use one at once; a call costs no OS thread while it waits.
type Client struct {
	Acs    *acs.Client
	client *native.Client
}

// NewClient makes a client from options; without a key among them, the environment says what they do not: SEAM_API_KEY, or
// SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID, and SEAM_ENDPOINT. Nothing is sent yet. It fails if libseam_acs cannot be
// loaded, or if the options do not fit together.
func NewClient(options ...Option) (*Client, error) {
	function := "seam_acs_client_from_env"
	for _, option := range options {
		if option.Name == "api_key" || option.Name == "personal_access_token" {
			function = "seam_acs_client_new"
		}
	}
	// Programs in Go have the machine's proxy and certificates, whoever gives the key.
	options = append([]Option{{Name: "trust_env", Value: "true"}}, options...)
	return wrap(native.New(function, options))
}

// With is a second client on the same connections, with other timeouts, attempts, concurrency, actor or reason.
func (c *Client) With(options ...Option) (*Client, error) { return wrap(c.client.With(options)) }

func wrap(client *native.Client, err error) (*Client, error) {
	if err != nil {
		return nil, err
	}
	return &Client{Acs: acs.New(client), client: client}, nil
}

// Cancel ends every call begun through this client, now and later. A change that was sent has an unknown outcome then.
func (c *Client) Cancel() { c.client.Cancel() }

// Close ends the calls in flight, as Cancel does, and frees the client. It may be called more than once and never fails.
// A client that is forgotten is closed by the garbage collector.
func (c *Client) Close() error { return c.client.Close() }
