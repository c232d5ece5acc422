package native

import (
	"runtime"
	"sync"
)

// Client is a handle of the library's. The garbage collector closes one that is forgotten.
type Client struct {
	// Held for reading while a call starts: that must not happen while the handle is freed.
	open   sync.RWMutex
	handle uintptr
}

// Option is the name and the value of one of the library's options.
type Option struct{ Name, Value string }

// New makes a client from options, by seam_acs_client_new or seam_acs_client_from_env.
func New(function string, options []Option) (*Client, error) {
	if loading.Do(func() { loadFailed = load() }); loadFailed != nil {
		return nil, loadFailed
	}
	return made(options, function)
}

// With makes a second handle on the same connections, with other options.
func (c *Client) With(options []Option) (*Client, error) {
	c.open.RLock()
	defer c.open.RUnlock()
	if c.handle == 0 {
		return nil, closed()
	}
	return made(options, "seam_acs_client_with", c.handle)
}

func made(options []Option, function string, before ...any) (*Client, error) {
	list := optionsNew()
	defer optionsFree(list)
	for _, option := range options {
		if err := call("seam_acs_options_set", list, option.Name, option.Value); err != nil {
			return nil, err
		}
	}
	client := new(Client)
	if err := call(function, append(before, list, &client.handle)...); err != nil {
		return nil, err
	}
	runtime.SetFinalizer(client, (*Client).Close)
	return client, nil
}

func closed() error { return Refusal(StatusState, "the client is closed") }

// Cancel stops every call begun through this handle, now and later.
func (c *Client) Cancel() {
	c.open.RLock()
	defer c.open.RUnlock()
	clientCancel(c.handle)
}

// Close frees the handle, which ends its calls. A second time it does nothing.
func (c *Client) Close() error {
	c.open.Lock()
	defer c.open.Unlock()
	clientFree(c.handle)
	c.handle = 0
	return nil
}
