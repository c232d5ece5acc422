// Command checker makes a client and says how that went: the library is loaded once in a process, so each test of the
// loading needs one of its own.
package main

import (
	"fmt"

	seam "github.com/seam-acs/seam-acs/ffi-c/runtimes/go"
)

func main() {
	client, err := seam.NewClient(seam.WithApiKey("seam_testkey_of_nobody"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Println("loaded")
}
