#include "forms/cloudoptions.h"

#include "base/literals.h"
#include "openstack/config/cloudconfig.h"
#include "openstack/identity/scope.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace oriel::forms {

CloudOptions cloudOptions(const openstack::CloudConfig &cloud, const openstack::Scope &scope)
{
    static const QRegularExpression yaml(u"\\.(ya?ml|json)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    CloudOptions options;
    options.inFile = cloud.file.contains(yaml) && !cloud.name.isEmpty();
    options.words = {u"--os-cloud"_s, options.inFile ? cloud.name : u"mycloud"_s};
    if (!scope.region.isEmpty() && (!options.inFile || cloud.region != scope.region))
        options.words << u"--os-region-name"_s << scope.region;
    // An application credential is of one project, and the cloud refuses to be told which.
    const bool ofProject = cloud.method == openstack::AuthMethod::ApplicationCredential;
    const bool named =
        cloud.auth.projectId == scope.projectId ||
        (cloud.auth.projectId.isEmpty() && cloud.auth.projectName == scope.projectName);
    if (!ofProject && !scope.projectId.isEmpty() && (!options.inFile || !named))
        options.words << u"--os-project-id"_s << scope.projectId;
    return options;
}

} // namespace oriel::forms
