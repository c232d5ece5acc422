// Seam's official Go SDK. What it prints is as of tests/bench/c/bench.h.
package main

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"sort"
	"sync"
	"syscall"
	"time"

	"github.com/seamapi/go/acs"
	seam "github.com/seamapi/go/client"
)

var client *seam.Client

func call(number int) {
	err := client.Acs.Users.AddToAccessGroup(context.Background(), &acs.UsersAddToAccessGroupRequest{
		AcsUserId:        fmt.Sprintf("33333333-3333-3333-3333-%012d", number),
		AcsAccessGroupId: "44444444-4444-4444-4444-444444444444",
	})
	if err != nil {
		log.Fatal(err)
	}
}

func cpu() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return syscall.TimevalToNsec(usage.Utime) + syscall.TimevalToNsec(usage.Stime)
}

func oneAfterAnother(count int) {
	took := make([]time.Duration, count)
	begunCPU, begun := cpu(), time.Now()
	before := begun
	for number := range took {
		call(number)
		after := time.Now()
		took[number] = after.Sub(before)
		before = after
	}
	wall, used := time.Since(begun), cpu()-begunCPU
	sort.Slice(took, func(a, b int) bool { return took[a] < took[b] })
	fmt.Println(took[count/2].Nanoseconds(), wall.Nanoseconds(), used)
}

func many(count, atOnce int) {
	begunCPU, begun := cpu(), time.Now()
	numbers := make(chan int)
	var workers sync.WaitGroup
	for i := 0; i < atOnce; i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for number := range numbers {
				call(number)
			}
		}()
	}
	for number := 0; number < count; number++ {
		numbers <- number
	}
	close(numbers)
	workers.Wait()
	fmt.Println(time.Since(begun).Nanoseconds(), cpu()-begunCPU)
}

func main() {
	client = seam.NewClient(
		seam.WithBaseURL(os.Args[1]),
		seam.WithApiKey(os.Args[2]),
		// As the SDK's README advises; by itself it would have no timeout.
		seam.WithHTTPClient(&http.Client{Timeout: 30 * time.Second}),
	)
	call(0)
	fmt.Println("ready")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var name string
		var count, atOnce int
		if _, err := fmt.Sscan(lines.Text(), &name, &count, &atOnce); err != nil && name == "" {
			log.Fatal(err)
		}
		if name == "one" {
			oneAfterAnother(count)
		} else {
			many(count, atOnce)
		}
	}
}
