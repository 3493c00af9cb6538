extension SchemaText {
    /// Admission and extension of the API. From the OpenAPI documents of Kubernetes 1.34 to 1.37.
    static let extensions = """
        = admissionregistration/v1 admissionregistration.k8s.io
        ApplyConfiguration: expression string
        AuditAnnotation: key string, valueExpression string
        ExpressionWarning: fieldRef string, warning string
        JSONPatch: expression string
        MatchCondition: expression string, name string
        MatchResources!: excludeResourceRules [NamedRuleWithOperations], matchPolicy string, namespaceSelector
          LabelSelector, objectSelector LabelSelector, resourceRules [NamedRuleWithOperations]
        kind MutatingAdmissionPolicy: spec MutatingAdmissionPolicySpec
        kind MutatingAdmissionPolicyBinding: spec MutatingAdmissionPolicyBindingSpec
        MutatingAdmissionPolicyBindingSpec: matchResources MatchResources, paramRef ParamRef, policyName string
        MutatingAdmissionPolicySpec: failurePolicy string, matchConditions [MatchCondition] map(name),
          matchConstraints MatchResources, mutations [Mutation], paramKind ParamKind, reinvocationPolicy string,
          variables [Variable]
        MutatingWebhook: admissionReviewVersions [string], clientConfig WebhookClientConfig, failurePolicy string,
          matchConditions [MatchCondition] map(name), matchPolicy string, name string, namespaceSelector
          LabelSelector, objectSelector LabelSelector, reinvocationPolicy string, rules [RuleWithOperations],
          sideEffects string, timeoutSeconds int
        kind MutatingWebhookConfiguration: webhooks [MutatingWebhook] map(name)
        Mutation: applyConfiguration ApplyConfiguration, jsonPatch JSONPatch, patchType string
        NamedRuleWithOperations!: apiGroups [string], apiVersions [string], operations [string], resourceNames
          [string], resources [string], scope string
        ParamKind!: apiVersion string, kind string
        ParamRef!: name string, namespace string, parameterNotFoundAction string, selector LabelSelector
        RuleWithOperations: apiGroups [string], apiVersions [string], operations [string], resources [string], scope
          string
        ServiceReference: name string, namespace string, path string, port int
        TypeChecking: expressionWarnings [ExpressionWarning]
        kind ValidatingAdmissionPolicy: spec ValidatingAdmissionPolicySpec, status ValidatingAdmissionPolicyStatus
        kind ValidatingAdmissionPolicyBinding: spec ValidatingAdmissionPolicyBindingSpec
        ValidatingAdmissionPolicyBindingSpec: matchResources MatchResources, paramRef ParamRef, policyName string,
          validationActions [string] set
        ValidatingAdmissionPolicySpec: auditAnnotations [AuditAnnotation], failurePolicy string, matchConditions
          [MatchCondition] map(name), matchConstraints MatchResources, paramKind ParamKind, validations [Validation],
          variables [Variable] map(name)
        ValidatingAdmissionPolicyStatus: conditions [Condition] map(type), observedGeneration int, typeChecking
          TypeChecking
        ValidatingWebhook: admissionReviewVersions [string], clientConfig WebhookClientConfig, failurePolicy string,
          matchConditions [MatchCondition] map(name), matchPolicy string, name string, namespaceSelector
          LabelSelector, objectSelector LabelSelector, rules [RuleWithOperations], sideEffects string, timeoutSeconds
          int
        kind ValidatingWebhookConfiguration: webhooks [ValidatingWebhook] map(name)
        Validation: expression string, message string, messageExpression string, reason string
        Variable!: expression string, name string
        WebhookClientConfig: caBundle bytes, service ServiceReference, url string
        = admissionregistration/v1beta1 admissionregistration.k8s.io
        ApplyConfiguration: expression string
        JSONPatch: expression string
        MatchCondition: expression string, name string
        MatchResources!: excludeResourceRules [NamedRuleWithOperations], matchPolicy string, namespaceSelector
          LabelSelector, objectSelector LabelSelector, resourceRules [NamedRuleWithOperations]
        kind MutatingAdmissionPolicy: spec MutatingAdmissionPolicySpec
        kind MutatingAdmissionPolicyBinding: spec MutatingAdmissionPolicyBindingSpec
        MutatingAdmissionPolicyBindingSpec: matchResources MatchResources, paramRef ParamRef, policyName string
        MutatingAdmissionPolicySpec: failurePolicy string, matchConditions [MatchCondition] map(name),
          matchConstraints MatchResources, mutations [Mutation], paramKind ParamKind, reinvocationPolicy string,
          variables [Variable]
        Mutation: applyConfiguration ApplyConfiguration, jsonPatch JSONPatch, patchType string
        NamedRuleWithOperations!: apiGroups [string], apiVersions [string], operations [string], resourceNames
          [string], resources [string], scope string
        ParamKind!: apiVersion string, kind string
        ParamRef!: name string, namespace string, parameterNotFoundAction string, selector LabelSelector
        Variable!: expression string, name string
        = admissionregistration/v1alpha1 admissionregistration.k8s.io
        ApplyConfiguration: expression string
        JSONPatch: expression string
        MatchCondition: expression string, name string
        MatchResources!: excludeResourceRules [NamedRuleWithOperations], matchPolicy string, namespaceSelector
          LabelSelector, objectSelector LabelSelector, resourceRules [NamedRuleWithOperations]
        kind MutatingAdmissionPolicy: spec MutatingAdmissionPolicySpec
        kind MutatingAdmissionPolicyBinding: spec MutatingAdmissionPolicyBindingSpec
        MutatingAdmissionPolicyBindingSpec: matchResources MatchResources, paramRef ParamRef, policyName string
        MutatingAdmissionPolicySpec: failurePolicy string, matchConditions [MatchCondition] map(name),
          matchConstraints MatchResources, mutations [Mutation], paramKind ParamKind, reinvocationPolicy string,
          variables [Variable]
        Mutation: applyConfiguration ApplyConfiguration, jsonPatch JSONPatch, patchType string
        NamedRuleWithOperations!: apiGroups [string], apiVersions [string], operations [string], resourceNames
          [string], resources [string], scope string
        ParamKind!: apiVersion string, kind string
        ParamRef!: name string, namespace string, parameterNotFoundAction string, selector LabelSelector
        Variable: expression string, name string
        = apiextensions/v1 apiextensions.k8s.io
        CustomResourceColumnDefinition: description string, format string, jsonPath string, name string, priority int,
          type string
        CustomResourceConversion: strategy string, webhook WebhookConversion
        kind CustomResourceDefinition: spec CustomResourceDefinitionSpec, status CustomResourceDefinitionStatus
        CustomResourceDefinitionCondition: lastTransitionTime time, message string, observedGeneration int, reason
          string, status string, type string
        CustomResourceDefinitionNames: categories [string], kind string, listKind string, plural string, shortNames
          [string], singular string
        CustomResourceDefinitionSpec: conversion CustomResourceConversion, group string, names
          CustomResourceDefinitionNames, preserveUnknownFields bool, scope string, versions
          [CustomResourceDefinitionVersion]
        CustomResourceDefinitionStatus: acceptedNames CustomResourceDefinitionNames, conditions
          [CustomResourceDefinitionCondition] map(type), observedGeneration int, storedVersions [string]
        CustomResourceDefinitionVersion: additionalPrinterColumns [CustomResourceColumnDefinition], deprecated bool,
          deprecationWarning string, name string, schema CustomResourceValidation, selectableFields [SelectableField],
          served bool, storage bool, subresources CustomResourceSubresources
        CustomResourceSubresourceScale: labelSelectorPath string, specReplicasPath string, statusReplicasPath string
        CustomResourceSubresourceStatus:
        CustomResourceSubresources: scale CustomResourceSubresourceScale, status CustomResourceSubresourceStatus
        CustomResourceValidation: openAPIV3Schema JSONSchemaProps
        ExternalDocumentation: description string, url string
        JSONSchemaProps: $ref string, $schema string, additionalItems any, additionalProperties any, allOf
          [JSONSchemaProps], anyOf [JSONSchemaProps], default any, definitions {JSONSchemaProps}, dependencies {any},
          description string, enum [any], example any, exclusiveMaximum bool, exclusiveMinimum bool, externalDocs
          ExternalDocumentation, format string, id string, items any, maxItems int, maxLength int, maxProperties int,
          maximum number, minItems int, minLength int, minProperties int, minimum number, multipleOf number, not
          JSONSchemaProps, nullable bool, oneOf [JSONSchemaProps], pattern string, patternProperties
          {JSONSchemaProps}, properties {JSONSchemaProps}, required [string], title string, type string, uniqueItems
          bool, x-kubernetes-embedded-resource bool, x-kubernetes-int-or-string bool, x-kubernetes-list-map-keys
          [string], x-kubernetes-list-type string, x-kubernetes-map-type string, x-kubernetes-preserve-unknown-fields
          bool, x-kubernetes-validations [ValidationRule] map(rule)
        SelectableField: jsonPath string
        ServiceReference: name string, namespace string, path string, port int
        ValidationRule: fieldPath string, message string, messageExpression string, optionalOldSelf bool, reason
          string, rule string
        WebhookClientConfig: caBundle bytes, service ServiceReference, url string
        WebhookConversion: clientConfig WebhookClientConfig, conversionReviewVersions [string]
        """
}
