package native

import (
	"encoding/json"
	"strings"
	"unsafe"
)

// calling bounds the OS threads: none of these functions waits for more than a disk, but on a busy machine any may be
// interrupted, and Go then makes another thread for other goroutines.
var calling = make(chan struct{}, 16)

// call calls a function that returns a status. Its last parameter, the place for an error, is added here.
func call(function string, arguments ...any) error {
	for place, argument := range arguments {
		var err error
		if arguments[place], err = toC(parameters[function][place], argument); err != nil {
			return err
		}
	}
	calling <- struct{}{}
	defer func() { <-calling }()
	var failure uintptr
	if statusFunctions[function](append(arguments, &failure)...) == 0 {
		return nil
	}
	return takeError(failure)
}

// toC leaves numbers and places for outputs as they are, and makes JSON text of what is neither those nor text; nil is
// NULL.
func toC(parameter string, argument any) (any, error) {
	switch value := argument.(type) {
	case bool, uintptr, *uintptr, **byte:
		return value, nil
	case string:
		return withoutNUL(parameter, value)
	case []byte:
		return withoutNUL(parameter, string(value))
	}
	text, err := json.Marshal(argument)
	if err != nil {
		return nil, Refusal(StatusInvalidArgument, err.Error())
	}
	if string(text) == "null" {
		return uintptr(0), nil
	}
	return string(text), nil
}

// withoutNUL refuses what C would see cut short: an id is an access right.
func withoutNUL(parameter, text string) (any, error) {
	if strings.ContainsRune(text, 0) {
		return nil, Refusal(StatusInvalidArgument, parameter+" holds a NUL character; nothing was sent")
	}
	return text, nil
}

// takeText copies a string that the library handed out, and frees it; nil if it is NULL.
func takeText(text *byte) (copied []byte) {
	defer stringFree(text)
	for at := text; at != nil && *at != 0; at = (*byte)(unsafe.Add(unsafe.Pointer(at), 1)) {
		copied = append(copied, *at)
	}
	return copied
}
