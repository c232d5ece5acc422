package native

import (
	"context"
	"encoding/json"
	"runtime"
	"sync"
)

// Outbox is a handle of the library's on the changes of a folder. The garbage collector closes one that is forgotten.
type Outbox struct {
	// Held for reading during a call: that must not happen while the handle is freed.
	open   sync.RWMutex
	handle uintptr
}

// OpenOutbox opens the outbox of a folder, and makes the folder where it is missing.
func OpenOutbox(folder string) (*Outbox, error) {
	if loading.Do(func() { loadFailed = load() }); loadFailed != nil {
		return nil, loadFailed
	}
	outbox := new(Outbox)
	if err := call("seam_acs_outbox_open", folder, nil, &outbox.handle); err != nil {
		return nil, err
	}
	runtime.SetFinalizer(outbox, (*Outbox).Close)
	return outbox, nil
}

// Do calls a function that gives nothing.
func (o *Outbox) Do(function string, arguments ...any) error {
	defer runtime.KeepAlive(o)
	o.open.RLock()
	defer o.open.RUnlock()
	if o.handle == 0 {
		return Refusal(StatusState, "the outbox is closed")
	}
	return call(function, append([]any{o.handle}, arguments...)...)
}

// Record calls a function that gives a record.
func (o *Outbox) Record(function string) (json.RawMessage, error) {
	var record uintptr
	if err := o.Do(function, &record); err != nil {
		return nil, err
	}
	defer recordFree(record)
	var found *byte
	err := call("seam_acs_record_to_json", record, &found)
	return takeText(found), err
}

// List calls a function that takes one argument and gives a list.
func (o *Outbox) List(function string, argument any) (json.RawMessage, error) {
	var list uintptr
	if err := o.Do(function, argument, &list); err != nil {
		return nil, err
	}
	defer listFree(list)
	var found *byte
	err := call("seam_acs_list_to_json", list, &found)
	return takeText(found), err
}

// Deliver sends the changes until the context ends; only then is it known what came of the last ones.
func (o *Outbox) Deliver(ctx context.Context, client *Client, options any) (json.RawMessage, error) {
	// A handle that is freed ends its operations.
	defer runtime.KeepAlive(client)
	if ctx.Err() != nil {
		return nil, ended(ctx)
	}
	op, err := o.beginDelivery(client, options)
	if err != nil {
		return nil, err
	}
	defer opFree(op)
	return outcome(ctx, op)
}

func (o *Outbox) beginDelivery(client *Client, options any) (op uintptr, err error) {
	client.open.RLock()
	defer client.open.RUnlock()
	if client.handle == 0 {
		return 0, closed()
	}
	err = o.Do("seam_acs_outbox_deliver_begin", client.handle, options, &op)
	return op, err
}

// Close frees the handle; a delivery goes on. A second time it does nothing.
func (o *Outbox) Close() error {
	o.open.Lock()
	defer o.open.Unlock()
	outboxFree(o.handle)
	o.handle = 0
	return nil
}
