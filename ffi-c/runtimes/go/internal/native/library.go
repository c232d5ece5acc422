// Package native calls libseam_acs, without cgo.
package native

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/ebitengine/purego"
)

var (
	loading    sync.Once
	loadFailed error
	// Those of withStatus, by name, and the names of their parameters.
	statusFunctions = make(map[string]func(arguments ...any) int32)
	parameters      = make(map[string][]string)
)

// load never lets go of the library: its thread may outlive every client.
func load() (err error) {
	path := locate()
	library, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return fmt.Errorf("seam_acs: %s cannot be loaded: put libseam_acs.so.0 beside the executable or where the system "+
			"looks, or set SEAM_ACS_LIBRARY to its full path (%w)", path, err)
	}
	bind := func(name string, function any) {
		address, missing := purego.Dlsym(library, name)
		if missing == nil {
			purego.RegisterFunc(function, address)
		} else if err == nil {
			err = fmt.Errorf("seam_acs: %s is not libseam_acs, or is damaged: %w", path, missing)
		}
	}
	if bind("seam_acs_abi_version", &abiVersion); err != nil {
		return err
	}
	if found := abiVersion(); found/1000 != abiNeeded/1000 || found%1000 < abiNeeded%1000 {
		return fmt.Errorf("seam_acs: %s has the ABI %d.%d and this module needs %d.%d or a later %d.x: take library and "+
			"module from the same release", path, found/1000, found%1000, abiNeeded/1000, abiNeeded%1000, abiNeeded/1000)
	}
	bindOthers(bind)
	for _, described := range withStatus {
		var function func(arguments ...any) int32
		words := strings.Fields(described)
		bind(words[0], &function)
		statusFunctions[words[0]], parameters[words[0]] = function, words[1:]
	}
	return err
}

// locate gives a full path where it can: for the bare name the system may give a copy that the process has already.
func locate() string {
	if named := os.Getenv("SEAM_ACS_LIBRARY"); named != "" && !isPrivileged() {
		return named
	}
	executable, unknown := os.Executable()
	for _, name := range []string{"libseam_acs.so.0", "libseam_acs.so", "../lib/libseam_acs.so.0"} {
		path := filepath.Join(filepath.Dir(executable), name)
		if _, err := os.Stat(path); err == nil && unknown == nil {
			return path
		}
	}
	return "libseam_acs.so.0"
}

// isPrivileged says whether the process has other rights than its caller, who must not say what code it runs.
func isPrivileged() bool {
	if os.Getuid() != os.Geteuid() || os.Getgid() != os.Getegid() {
		return true
	}
	address, err := purego.Dlsym(purego.RTLD_DEFAULT, "getauxval")
	if err != nil {
		return true
	}
	var getauxval func(kind uintptr) uintptr
	purego.RegisterFunc(&getauxval, address)
	const atSecure = 23
	return getauxval(atSecure) != 0
}
