"""What the gateway says of a certificate that it does not take."""

from typing import Final

from corridor.domain.refusals import N_, RefusalText

_ASK: Final = N_("Ask the service that issued it.")
TEXTS: Final = {
    "ephyto_no_certificate": RefusalText(
        N_("The file is no SPS certificate: it begins with {name} of “{given}”."),
        N_("Bring in the XML of a certificate: SPSCertificate, version 17."),
    ),
    "ephyto_twice": RefusalText(N_("The element {name} stands there twice."), _ASK),
    "ephyto_type": RefusalText(
        N_("Documents of type {given} are not taken in."),
        N_("Bring in a phytosanitary (851, 657) or a veterinary certificate (853)."),
    ),
    "ephyto_status": RefusalText(
        N_("The certificate has the status {given}: it is neither issued nor withdrawn."),
        N_("Bring in what is issued (70) or withdrawn (40)."),
    ),
    "ephyto_field": RefusalText(N_("A field of the certificate does not fit: {said}."), _ASK),
}
