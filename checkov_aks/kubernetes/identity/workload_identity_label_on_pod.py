from checkov_aks.kubernetes.base import CONTROLLERS, FAILED, CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import WORKLOAD_IDENTITY_USE


class WorkloadIdentityLabelOnPod(PodCheck):
    """The workload identity webhook looks at pods, and pods get the labels of the pod template, never those of the
    Deployment or Job around it. A label `azure.workload.identity/use` on the workload itself does nothing: the pods
    start without a token, and their calls to Azure fail. The labels of a CronJob's `jobTemplate` do not reach the pods
    either.

    ## Fails

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
      labels:
        azure.workload.identity/use: "true"
    spec:
      selector:
        matchLabels:
          app: orders
      template:
        metadata:
          labels:
            app: orders
        spec:
          serviceAccountName: orders
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
    ```

    ## Passes

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
    spec:
      selector:
        matchLabels:
          app: orders
      template:
        metadata:
          labels:
            app: orders
            azure.workload.identity/use: "true"
        spec:
          serviceAccountName: orders
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_151",
        title="Workload identity label is on the pod template",
        severity=Severity.HIGH,
        guide="Workload Identity",
        learn="workload-identity-overview",
        fix="Move the label `azure.workload.identity/use` to the `metadata.labels` of the pod template.",
    )
    kinds = CONTROLLERS

    def evaluate(self, pod: Pod) -> Verdict:
        own = pod.owner.label(WORKLOAD_IDENTITY_USE).is_present()
        of_jobs = pod.owner["spec.jobTemplate.metadata.labels"].entry(WORKLOAD_IDENTITY_USE).is_present()
        reason = f"the label `{WORKLOAD_IDENTITY_USE}` is on the {pod.owner.kind}, not on its pods"
        return pod.label(WORKLOAD_IDENTITY_USE).is_present() | FAILED.only_if(own | of_jobs).because(reason)


check = WorkloadIdentityLabelOnPod()
