// Command contract is the contract's runner for Go: it reads a case a line and answers each with a line of JSON. It calls
// the methods that programs call, found by their names.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
	"github.com/seam-acs/seam-acs/ffi-c/runtimes/go/acs"
)

type testCase struct {
	Name       string
	Options    map[string]string
	Method     string
	Arguments  map[string]any
	CancelWhen string `json:"cancel_when"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var one testCase
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		answer := run(one)
		answer["name"] = one.Name
		line, err := json.Marshal(answer)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		fmt.Println(string(line))
	}
}

func run(one testCase) map[string]any {
	var options []seam.Option
	for name, value := range one.Options {
		options = append(options, seam.WithOption(name, value))
	}
	client, err := seam.NewClient(options...)
	if err != nil {
		return failed(err)
	}
	defer client.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if one.CancelWhen != "" {
		go func() {
			for ctx.Err() == nil {
				if _, err := os.Stat(one.CancelWhen); err == nil {
					cancel()
				}
				time.Sleep(5 * time.Millisecond)
			}
		}()
	}
	found, err := call(ctx, client, one.Method, one.Arguments)
	answer := map[string]any{"status": "OK", "code": 0}
	if err != nil {
		answer = failed(err)
	}
	switch found := found.(type) {
	case json.RawMessage, bool:
		answer["result"] = found
	case *acs.Plan:
		if found != nil {
			answer["result"] = found
		}
	default:
		if records := raw(reflect.ValueOf(found)); err == nil && records != nil {
			answer["result"] = records
		}
	}
	return answer
}

// raw is the very JSON that Seam gave, of a record and of each in a list; nothing of what is neither.
func raw(found reflect.Value) any {
	switch {
	case found.Kind() == reflect.Slice:
		records := make([]any, found.Len())
		for place := range records {
			records[place] = raw(found.Index(place))
		}
		return records
	case found.Kind() == reflect.Ptr && !found.IsNil() && found.Elem().FieldByName("Raw").IsValid():
		return found.Elem().FieldByName("Raw").Interface()
	}
	return nil
}

func failed(err error) map[string]any {
	var e *seam.Error
	if !errors.As(err, &e) {
		return map[string]any{"status": err.Error()}
	}
	answer := map[string]any{
		"status": e.Name, "code": e.Status, "message": e.Message, "http_status": orNull(e.HTTPStatus),
		"api_type": orNull(e.APIType), "request_id": orNull(e.RequestID), "retryable": e.Retryable,
		"outcome_unknown": e.OutcomeUnknown, "validation_errors": e.ValidationErrors, "attempts": e.Attempts,
	}
	if e.Plan != nil {
		answer["result"] = e.Plan
	}
	return answer
}

// orNull is null for what Go says with a zero.
func orNull(value any) any {
	if reflect.ValueOf(value).IsZero() {
		return nil
	}
	return value
}

// call finds acs.users.get as client.Acs.Users.Get, and gives each parameter what it wants of the arguments.
func call(ctx context.Context, client *seam.Client, method string, arguments map[string]any) (any, error) {
	names := strings.Split(method, ".")
	receiver := reflect.ValueOf(client)
	for _, name := range names[:len(names)-1] {
		receiver = receiver.Elem().FieldByName(pascal(name))
	}
	function := receiver.MethodByName(pascal(names[len(names)-1]))
	inputs := []reflect.Value{reflect.ValueOf(ctx)}
	for place := 1; place < function.Type().NumIn(); place++ {
		inputs = append(inputs, input(function.Type().In(place), arguments))
	}
	outputs := function.Call(inputs)
	err, _ := outputs[len(outputs)-1].Interface().(error)
	return outputs[0].Interface(), err
}

// input takes what it uses out of the arguments; options, which come last, are what is left.
func input(kind reflect.Type, arguments map[string]any) reflect.Value {
	switch {
	case kind == reflect.TypeOf(new(acs.Plan)):
		plan := taken(arguments, "plan")
		text, isText := plan.(string)
		if !isText {
			text = toJSON(plan)
		}
		return reflect.ValueOf(&acs.Plan{RawMessage: []byte(text)})
	case kind.Kind() == reflect.Ptr:
		request := reflect.New(kind.Elem())
		for name, value := range arguments {
			if field := request.Elem().FieldByName(pascal(name)); field.IsValid() {
				field.SetString(value.(string))
				delete(arguments, name)
			}
		}
		return request
	case kind.Kind() == reflect.Bool:
		return reflect.ValueOf(taken(arguments, "present") != false)
	case kind.Kind() == reflect.String:
		return reflect.ValueOf(taken(arguments, "path"))
	case kind == reflect.TypeOf(acs.Options(nil)):
		if len(arguments) == 0 {
			arguments = nil
		}
		return reflect.ValueOf(arguments)
	}
	table := reflect.New(kind).Elem()
	for _, name := range []string{"changes", "roster", "params"} {
		if value := taken(arguments, name); value != nil {
			table.Set(reflect.ValueOf(value))
		}
	}
	return table
}

func taken(arguments map[string]any, name string) any {
	defer delete(arguments, name)
	return arguments[name]
}

func toJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func pascal(name string) (pascal string) {
	for _, word := range strings.Split(name, "_") {
		pascal += strings.ToUpper(word[:1]) + word[1:]
	}
	return pascal
}
