#pragma once

#include "models/words.h"
#include "ui/widgets/headbar.h"

class QLabel;
class QVBoxLayout;

namespace oriel::ui {

class ElidedLabel;
class Theme;

/// The head of the page of one resource: its name and status, and at the right the actions.
class ResourceHead final : public HeadBar
{
    Q_OBJECT

public:
    ResourceHead(Theme &theme, QWidget *parent);

    /// Call it again after a change of the theme: the icon has its colors.
    void setResource(const QString &name, const models::StatusWord &status);

private:
    ResourceHead(Theme &theme, QVBoxLayout *words, QWidget *parent);

    Theme &m_theme;
    ElidedLabel *m_name;
    QLabel *m_statusIcon;
    QLabel *m_status;
};

} // namespace oriel::ui
