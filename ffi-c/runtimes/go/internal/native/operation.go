package native

import (
	"context"
	"encoding/json"
	"runtime"
	"time"
)

// Call begins an operation, waits until it is done, and returns what it found as JSON. If the context
// ends first, the operation is asked to stop, and its error says what came of that.
func (c *Client) Call(ctx context.Context, begin string, arguments ...any) (json.RawMessage, error) {
	// A handle that is freed ends its operations.
	defer runtime.KeepAlive(c)
	if ctx.Err() != nil {
		return nil, ended(ctx)
	}
	op, err := c.begin(begin, arguments)
	if err != nil {
		return nil, err
	}
	defer opFree(op)
	return outcome(ctx, op)
}

func ended(ctx context.Context) *Error {
	return &Error{Status: StatusCancelled, Name: "CANCELLED", Message: "the context ended first", stopped: ctx.Err()}
}

func (c *Client) begin(function string, arguments []any) (op uintptr, err error) {
	c.open.RLock()
	defer c.open.RUnlock()
	if c.handle == 0 {
		return 0, closed()
	}
	inputs := []any{c.handle}
	for _, argument := range arguments {
		if saved, isPlan := argument.(*Plan); isPlan && saved != nil {
			plan, err := saved.open()
			if err != nil {
				return 0, err
			}
			defer planFree(plan)
			argument = plan
		}
		inputs = append(inputs, argument)
	}
	err = call(function, append(inputs, &op)...)
	return op, err
}

// outcome waits until the operation is done, also after the context has ended: only then is it known what came of it.
func outcome(ctx context.Context, op uintptr) (json.RawMessage, error) {
	done, err := tellWhenDone(op)
	if err != nil {
		return nil, err
	}
	// A tell that panics leaves nothing behind: a change of which nobody knows what became, or a tag that another operation gets.
	defer func() {
		select {
		case <-done:
		default:
			opCancel(op)
			<-done
		}
	}()
	var tick <-chan time.Time
	tell, isWatched := ctx.Value(progressKey{}).(func(Progress))
	if isWatched {
		ticker := time.NewTicker(100 * time.Millisecond)
		defer ticker.Stop()
		tick = ticker.C
	}
	for stop, stopped := ctx.Done(), error(nil); ; {
		select {
		case <-done:
			if isWatched {
				tell(progressOf(op))
			}
			return result(op, stopped)
		case <-stop:
			opCancel(op)
			stop, stopped = nil, ctx.Err()
		case <-tick:
			tell(progressOf(op))
		}
	}
}

// result has a report beside the error where a list of changes was done in part, and a plan where a guard refused it.
func result(op uintptr, stopped error) (json.RawMessage, error) {
	var text *byte
	failed, missing := call("seam_acs_op_result", op), call("seam_acs_op_to_json", op, &text)
	found := takeText(text)
	if failure, isError := failed.(*Error); isError {
		failure.Report, failure.stopped = found, stopped
		if failure.Status == StatusGuard && found != nil {
			failure.Report, failure.Plan = nil, &Plan{found}
		}
		return found, failure
	}
	if nothing, isError := missing.(*Error); isError && nothing.Status == StatusState {
		return json.RawMessage(`{"ok":true}`), nil // Of a change there is nothing else to tell.
	}
	return found, missing
}

// Plan is the JSON of a plan, which the library takes as an object of its own.
type Plan struct{ json.RawMessage }

// String is the plan as a table for people: each group with + and - before who comes and goes.
func (p *Plan) String() string {
	var table *byte
	plan, err := p.open()
	defer planFree(plan)
	if err == nil {
		err = call("seam_acs_plan_to_table", plan, &table)
	}
	if err != nil {
		return err.Error()
	}
	return string(takeText(table))
}

func (p *Plan) open() (plan uintptr, err error) {
	err = call("seam_acs_plan_from_json", []byte(p.RawMessage), &plan)
	return plan, err
}

type progressKey struct{}

// WithProgress has the calls that get this context tell every 100 ms, and at their end, how far they are. They do so on the
// goroutine of the call. A panic of tell leaves the call once its requests have ended; what was sent may be recorded.
func WithProgress(ctx context.Context, tell func(Progress)) context.Context {
	return context.WithValue(ctx, progressKey{}, tell)
}
