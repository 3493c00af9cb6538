// A small admission webhook as Go programmers write it: net/http, encoding/json, one rule. A peer for Tests/benchmark.sh.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
)

type container struct {
	Name      string `json:"name"`
	Resources struct {
		Limits map[string]string `json:"limits"`
	} `json:"resources"`
}

type pod struct {
	Spec struct {
		InitContainers []container `json:"initContainers"`
		Containers     []container `json:"containers"`
	} `json:"spec"`
}

type status struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

type response struct {
	UID     string  `json:"uid"`
	Allowed bool    `json:"allowed"`
	Status  *status `json:"status,omitempty"`
}

type review struct {
	Kind       string `json:"kind"`
	APIVersion string `json:"apiVersion"`
	Request    *struct {
		UID    string          `json:"uid"`
		Object json.RawMessage `json:"object"`
	} `json:"request,omitempty"`
	Response *response `json:"response,omitempty"`
}

func judge(object json.RawMessage) *status {
	var pod pod
	if err := json.Unmarshal(object, &pod); err != nil {
		return &status{400, err.Error()}
	}
	for _, container := range append(pod.Spec.InitContainers, pod.Spec.Containers...) {
		if container.Resources.Limits["memory"] == "" {
			return &status{403, container.Name + " has no memory limit"}
		}
	}
	return nil
}

func validate(writer http.ResponseWriter, request *http.Request) {
	var review review
	if err := json.NewDecoder(request.Body).Decode(&review); err != nil || review.Request == nil {
		http.Error(writer, "no AdmissionReview", http.StatusBadRequest)
		return
	}
	refusal := judge(review.Request.Object)
	review.Response = &response{review.Request.UID, refusal == nil, refusal}
	review.Request = nil
	writer.Header().Set("Content-Type", "application/json")
	json.NewEncoder(writer).Encode(review)
}

func main() {
	http.HandleFunc("/validate", validate)
	log.Fatal(http.ListenAndServeTLS(os.Args[1], os.Args[2], os.Args[3], nil))
}
