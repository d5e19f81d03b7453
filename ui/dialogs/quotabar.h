#pragma once

#include "forms/snapshotquota.h"
#include "ui/widgets/roleaccess.h"

#include <QtWidgets/QWidget>

namespace oriel::ui {

class Theme;

/// A bar for one line of the quota: the used part, and the part that this would add, in another
/// color (the error color if it does not fit). Without a limit only the track is shown.
class QuotaBar final : public QWidget, public Gauge
{
    Q_OBJECT

public:
    QuotaBar(Theme &theme, QWidget *parent = nullptr);

    void setLine(const forms::QuotaLine &line);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// With what this would add.
    [[nodiscard]] double share() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] double shareOf(qint64 amount) const;

    Theme &m_theme;
    forms::QuotaLine m_line;
};

} // namespace oriel::ui
